/** Credentials, planes, their grants and usage. */
import { sql } from 'kysely';
import type { DatabaseTransaction } from '../schema.ts';

const COUNTERS = sql`
  bytes_up bigint not null, bytes_down bigint not null, admitted bigint not null, ok bigint not null,
  refused bigint not null, failed bigint not null, abandoned bigint not null`;

const STATEMENTS = [
  sql`create table setting (name text primary key, value text not null)`,
  sql`create table api_key (name text primary key, hash text not null, created_at bigint not null)`,
  sql`create table credential (
    id text primary key, name text not null, username text not null, secret_hash text not null,
    paused integer not null, managed text not null check (managed in ('api', 'file')),
    quota_bytes bigint, quota_requests bigint,
    used_bytes bigint not null default 0, used_requests bigint not null default 0,
    created_at bigint not null, deleted_at bigint)`,
  sql`create unique index credential_name on credential (name) where deleted_at is null`,
  sql`create unique index credential_username on credential (username) where deleted_at is null`,
  sql`create table plane (
    id text primary key, name text not null unique, token_hash text not null,
    created_at bigint not null, last_report_at bigint)`,
  sql`create table plane_epoch (
    plane text not null references plane (id), epoch text not null,
    sequence bigint not null default -1, closed_at bigint, primary key (plane, epoch))`,
  sql`create table plane_grant (
    plane text not null, epoch text not null, credential text not null references credential (id),
    granted_bytes bigint not null, granted_requests bigint not null,
    used_bytes bigint not null, used_requests bigint not null,
    primary key (plane, epoch, credential),
    foreign key (plane, epoch) references plane_epoch (plane, epoch))`,
  sql`create index plane_grant_credential on plane_grant (credential)`,
  sql`create table usage_mark (
    plane text not null, epoch text not null, ledger text not null, slot integer not null, ${COUNTERS},
    primary key (plane, epoch, ledger, slot),
    foreign key (plane, epoch) references plane_epoch (plane, epoch))`,
  sql`create table usage_hour (
    hour bigint not null, credential text not null, pool text not null, country text not null,
    protocol text not null, ${COUNTERS}, primary key (hour, credential, pool, country, protocol))`,
  sql`create index usage_hour_credential on usage_hour (credential)`,
];

export const first = {
  name: '0001-first',
  async up(step: DatabaseTransaction): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(step);
  },
};
