/** Options that a credential sets for everybody who uses it. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

export const credentialOptions = {
  name: '0006-credential-options',
  async up(step: DatabaseTransaction): Promise<void> {
    await sql`alter table credential add column options text not null default '{}'`.execute(step);
  },
};
