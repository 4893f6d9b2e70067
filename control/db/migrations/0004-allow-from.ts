/** From which addresses a credential may be used. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

export const allowFrom = {
  name: '0004-allow-from',
  async up(step: DatabaseTransaction): Promise<void> {
    await sql`alter table credential add column allow_from text not null default '[]'`.execute(step);
  },
};
