import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixture/folder.ts';
import { databaseFile, isAnswering, openDatabase } from './open.ts';

const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('openDatabase', () => {
  it('makes files that only their owner can read', async () => {
    const folder = join(temporaryFolder(), 'data');
    const db = await openDatabase(join(folder, 'control.db'), () => 0);
    await db.insertInto('setting').values({ name: 'a', value: 'b' }).execute();
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['control.db', 'control.db-shm', 'control.db-wal']);
    expect(files.map((file) => mode(join(folder, file)))).toEqual(['600', '600', '600']);
    await db.destroy();
  });

  it('commits to the disk and checks references', async () => {
    const db = await openDatabase(join(temporaryFolder(), 'control.db'), () => 0);
    const pragma = async (name: string) => Object.values((await sql.raw(`pragma ${name}`).execute(db)).rows[0] ?? {});
    expect(await pragma('journal_mode')).toEqual(['wal']);
    expect(await pragma('synchronous')).toEqual([2]);
    expect(await pragma('foreign_keys')).toEqual([1]);
    expect(await pragma('busy_timeout')).toEqual([5000]);
    const orphan = db.insertInto('plane_epoch').values({ plane: 'nobody', epoch: 'e', sequence: 0, closed_at: null });
    await expect(orphan.execute()).rejects.toThrow('FOREIGN KEY');
    await db.destroy();
  });

  it('finds again what was written before', async () => {
    const file = join(temporaryFolder(), 'control.db');
    const before = await openDatabase(file, () => 0);
    await before.insertInto('setting').values({ name: 'a', value: 'b' }).execute();
    await before.destroy();
    const after = await openDatabase(file, () => 0);
    expect(await after.selectFrom('setting').selectAll().execute()).toEqual([{ name: 'a', value: 'b' }]);
    await after.destroy();
  });

  it('refuses a file that is no database', async () => {
    const file = join(temporaryFolder(), 'control.db');
    writeFileSync(file, 'not a database, but long enough to be read as one'.repeat(20));
    await expect(openDatabase(file, () => 0)).rejects.toThrow('not a database');
  });
});

describe('isAnswering', () => {
  it('tells an open database from a closed one', async () => {
    const db = await openDatabase(join(temporaryFolder(), 'control.db'), () => 0);
    expect(await isAnswering(db)).toBe(true);
    await db.destroy();
    expect(await isAnswering(db)).toBe(false);
  });
});

describe('databaseFile', () => {
  it('lies in the data directory unless its path is absolute', () => {
    expect(databaseFile('/data', 'sqlite:control.db')).toBe('/data/control.db');
    expect(databaseFile('/data', 'sqlite:/var/lib/atlantic.db')).toBe('/var/lib/atlantic.db');
  });
});
