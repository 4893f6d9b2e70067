import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Migration, migrate } from './migrate.ts';
import type { Database, Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** The steps that the test database has taken already. */
const taken: readonly Migration[] = [{ name: '0001-first', async up() {} }];
const second: Migration = {
  name: '9999-second',
  async up(step) {
    await sql`create table extra (id integer)`.execute(step);
  },
};

/** A database that has taken the first step. */
async function migrated(): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) });
  onTestFinished(() => db.destroy());
  await migrate(db, taken, () => 4);
  return db;
}

async function tables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('takes each step once', async () => {
    const db = await migrated();
    expect(await migrate(db, [...taken, second], () => 5)).toEqual(['9999-second']);
    expect(await tables(db)).toContain('extra');
    expect(await migrate(db, [...taken, second], () => 6)).toEqual([]);
  });

  it('leaves nothing of a step that fails', async () => {
    const db = await migrated();
    const broken: Migration = {
      name: '9999-second',
      async up(step) {
        await second.up(step);
        await sql`this is no SQL`.execute(step);
      },
    };
    await expect(migrate(db, [...taken, broken], () => 5)).rejects.toThrow('syntax error');
    expect(await tables(db)).not.toContain('extra');
    expect(await migrate(db, [...taken, second], () => 6)).toEqual(['9999-second']);
  });

  it('refuses the database of a newer version', async () => {
    const db = await migrated();
    await migrate(db, [...taken, second], () => 5);
    await expect(migrate(db, taken, () => 6)).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
