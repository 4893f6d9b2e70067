/** Which accounts are given up first when a plane has not enough for all. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

export const accountPriority = {
  name: '0009-account-priority',
  async up(step: DatabaseTransaction): Promise<void> {
    await sql`alter table account add column priority integer not null default 0`.execute(step);
  },
};
