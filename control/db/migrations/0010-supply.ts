/** Planes of more than one kind, feeds that were added, and what supply offers to pools. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

const STATEMENTS = [
  sql`alter table plane add column kind text not null default 'egress'`,
  // From now on supply has this name.
  sql`update plane set name = name || '-' || id where name = 'supply'`,
  sql`create table feed (
    name text primary key, managed text not null, definition text not null, created_at bigint not null)`,
  sql`create table supply_offer (pool text primary key, proxies text not null, offered_at bigint not null)`,
];

export const supply = {
  name: '0010-supply',
  async up(step: DatabaseTransaction): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(step);
  },
};
