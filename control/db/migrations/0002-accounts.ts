/** Accounts, and what credentials and accounts may do at a time. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

/** The account that is always there (`DEFAULT_ACCOUNT` of the contract), by id and name. */
const STATEMENTS = [
  sql`create table account (
    id text primary key, name text not null, managed text not null check (managed in ('api', 'file')),
    quota_bytes bigint, quota_requests bigint,
    used_bytes bigint not null default 0, used_requests bigint not null default 0,
    rate_per_second double precision, rate_burst integer, concurrency integer,
    target_deny text not null default '[]', target_only text not null default '[]',
    created_at bigint not null, deleted_at bigint)`,
  sql`create unique index account_name on account (name) where deleted_at is null`,
  sql`insert into account (id, name, managed, used_bytes, used_requests, created_at)
    select 'default', 'default', 'api', coalesce(sum(used_bytes), 0), coalesce(sum(used_requests), 0),
      coalesce(min(created_at), 0) from credential`,
  // Without a reference: SQLite adds no such column that is not null.
  sql`alter table credential add column account text not null default 'default'`,
  sql`alter table credential add column rate_per_second double precision`,
  sql`alter table credential add column rate_burst integer`,
  sql`alter table credential add column concurrency integer`,
  sql`create index credential_account on credential (account)`,
];

export const accounts = {
  name: '0002-accounts',
  async up(step: DatabaseTransaction): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(step);
  },
};
