import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteDialect } from './sqlite.ts';

interface Notes {
  note: { id: number; text: string | null };
}

async function notes(): Promise<Kysely<Notes>> {
  const db = new Kysely<Notes>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) });
  onTestFinished(() => db.destroy());
  await sql`create table note (id integer primary key, text text)`.execute(db);
  return db;
}

describe('the SQLite dialect', () => {
  it('writes, returns and reads rows', async () => {
    const db = await notes();
    const added = await db.insertInto('note').values({ id: 7, text: null }).returning('id').executeTakeFirst();
    expect(added?.id).toBe(7);
    const changed = await db.updateTable('note').set({ text: 'x' }).executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(1n);
    expect(await db.selectFrom('note').selectAll().execute()).toEqual([{ id: 7, text: 'x' }]);
  });

  it('binds whole numbers as integers, up to the last that is exact', async () => {
    const db = await notes();
    const largest = Number.MAX_SAFE_INTEGER;
    const { rows } = await sql<{
      type: string;
      value: number;
    }>`select typeof(${largest}) type, ${largest} value`.execute(db);
    expect(rows).toEqual([{ type: 'integer', value: largest }]);
  });

  it('streams the rows of a query', async () => {
    const db = await notes();
    await db
      .insertInto('note')
      .values([
        { id: 1, text: 'a' },
        { id: 2, text: 'b' },
      ])
      .execute();
    const seen: number[] = [];
    for await (const row of db.selectFrom('note').select('id').orderBy('id').stream()) seen.push(row.id);
    expect(seen).toEqual([1, 2]);
  });

  it('refuses what SQLite has no type for', async () => {
    const db = await notes();
    await expect(sql`select ${true}`.execute(db)).rejects.toThrow('cannot bind a boolean');
  });

  it('rolls a failed transaction back', async () => {
    const db = await notes();
    const failing = db.transaction().execute(async (step) => {
      await step.insertInto('note').values({ id: 1, text: 'a' }).execute();
      await step.insertInto('note').values({ id: 1, text: 'again' }).execute();
    });
    await expect(failing).rejects.toThrow('UNIQUE');
    expect(await db.selectFrom('note').selectAll().execute()).toEqual([]);
  });
});
