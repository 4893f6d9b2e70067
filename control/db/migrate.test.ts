import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../fixture/database.ts';
import { type Migration, migrate } from './migrate.ts';
import { MIGRATIONS } from './open.ts';
import type { Database } from './schema.ts';

/** The steps that the test database has taken already. */
const taken: readonly Migration[] = MIGRATIONS;
const second: Migration = {
  name: '9999-second',
  async up(step) {
    await sql`create table extra (id integer)`.execute(step);
  },
};

async function tables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('takes each step once', async () => {
    const db = await testDatabase();
    expect(await migrate(db, [...taken, second], () => 5)).toEqual(['9999-second']);
    expect(await tables(db)).toContain('extra');
    expect(await migrate(db, [...taken, second], () => 6)).toEqual([]);
  });

  it('leaves nothing of a step that fails', async () => {
    const db = await testDatabase();
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
    const db = await testDatabase();
    await migrate(db, [...taken, second], () => 5);
    await expect(migrate(db, taken, () => 6)).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
