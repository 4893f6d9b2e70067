import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from '../sqlite.ts';
import { first } from './0001-first.ts';
import { accounts } from './0002-accounts.ts';

it('puts the credentials that are there, and what they used, into the default account', async () => {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) });
  onTestFinished(() => db.destroy());
  await migrate(db, [first], () => 1);
  for (const [id, used] of [
    ['c1', 5],
    ['c2', 7],
  ]) {
    await sql`insert into credential (id, name, username, secret_hash, paused, managed, used_bytes, used_requests,
      created_at) values (${id}, ${id}, ${id}, 'x', 0, 'api', ${used}, 1, 10)`.execute(db);
  }
  await migrate(db, [first, accounts], () => 2);
  const [account, ...others] = await db.selectFrom('account').selectAll().execute();
  expect(others).toEqual([]);
  expect(account).toMatchObject({ id: 'default', name: 'default', used_bytes: 12, used_requests: 2, created_at: 10 });
  const rows = await db.selectFrom('credential').select(['account', 'rate_per_second', 'concurrency']).execute();
  expect(rows).toEqual(Array(2).fill({ account: 'default', rate_per_second: null, concurrency: null }));
});
