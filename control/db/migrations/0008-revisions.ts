/** Configurations that were applied. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

export const revisions = {
  name: '0008-revisions',
  async up(step: DatabaseTransaction): Promise<void> {
    await sql`create table revision (
      number integer primary key, applied_at bigint not null, door text not null, digest text not null,
      change_count integer not null, changes text not null)`.execute(step);
  },
};
