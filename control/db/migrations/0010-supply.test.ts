import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../migrate.ts';
import type { Schema } from '../schema.ts';
import { sqliteDialect } from '../sqlite.ts';
import { first } from './0001-first.ts';
import { supply } from './0010-supply.ts';

it('finds every plane of the kind egress, and takes the name supply', async () => {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) });
  onTestFinished(() => db.destroy());
  await migrate(db, [first], () => 1);
  for (const [id, name] of [
    ['local', 'local'],
    ['p1', 'supply'],
  ])
    await sql`insert into plane (id, name, token_hash, created_at) values (${id}, ${name}, 'x', 1)`.execute(db);
  await migrate(db, [first, supply], () => 2);
  expect(await db.selectFrom('plane').select(['id', 'kind', 'name']).orderBy('id').execute()).toEqual([
    { id: 'local', kind: 'egress', name: 'local' },
    { id: 'p1', kind: 'egress', name: 'supply-p1' },
  ]);
});
