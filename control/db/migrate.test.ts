import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../fixture/database.ts';
import { type Migration, migrate } from './migrate.ts';
import type { Database } from './schema.ts';

const extra: Migration = {
  name: '9999-extra',
  async up(step) {
    await sql`create table extra (id integer)`.execute(step);
  },
};

/** The steps that the database of a test has taken already. */
async function before(db: Database): Promise<Migration[]> {
  const rows = await db.selectFrom('migration').select('name').execute();
  return rows.map(({ name }) => ({ name, async up() {} }));
}

async function tables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('takes each step once', async () => {
    const db = await testDatabase();
    const known = await before(db);
    expect(await migrate(db, [...known, extra], () => 5)).toEqual(['9999-extra']);
    expect(await tables(db)).toContain('extra');
    expect(await migrate(db, [...known, extra], () => 6)).toEqual([]);
  });

  it('leaves nothing of a step that fails', async () => {
    const db = await testDatabase();
    const known = await before(db);
    const broken: Migration = {
      name: '9999-extra',
      async up(step) {
        await extra.up(step);
        await sql`this is no SQL`.execute(step);
      },
    };
    await expect(migrate(db, [...known, broken], () => 5)).rejects.toThrow('syntax error');
    expect(await tables(db)).not.toContain('extra');
    expect(await migrate(db, [...known, extra], () => 6)).toEqual(['9999-extra']);
  });

  it('refuses the database of a newer version', async () => {
    const db = await testDatabase();
    const known = await before(db);
    await migrate(db, [...known, extra], () => 5);
    await expect(migrate(db, known, () => 6)).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
