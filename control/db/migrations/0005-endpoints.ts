/** Endpoints that are imported into pools. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

const STATEMENTS = [
  // AUTOINCREMENT: a position is not given out again, so a page that begins behind one stays where it is.
  sql`create table endpoint (
    position integer primary key autoincrement, pool text not null, id text not null, kind text not null,
    host text not null, port integer not null, username text, password text, created_at bigint not null,
    unique (pool, id))`,
  sql`create index endpoint_order on endpoint (pool, position)`,
];

export const endpoints = {
  name: '0005-endpoints',
  async up(step: DatabaseTransaction): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(step);
  },
};
