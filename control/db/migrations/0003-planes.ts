/** Planes that are revoked, and the commands they are given. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

const STATEMENTS = [
  sql`alter table plane add column revoked_at bigint`,
  sql`create table plane_command (
    plane text not null references plane (id), number bigint not null, order_json text not null,
    created_at bigint not null, acknowledged_at bigint, obeyed integer, detail text,
    primary key (plane, number))`,
];

export const planes = {
  name: '0003-planes',
  async up(step: DatabaseTransaction): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(step);
  },
};
