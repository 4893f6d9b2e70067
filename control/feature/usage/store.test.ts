import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { deleteCredential } from '../credential/store.ts';
import { readUsage } from './store.ts';

const HOUR = 3_600_000;

async function usedDatabase() {
  const db = await testDatabase();
  const alpha = await addCredential(db, 'alpha', { bytes: 500, requests: null });
  const idle = await addCredential(db, 'idle');
  const row = (hour: number, pool: string, bytes: number) => ({
    hour,
    credential: alpha.id,
    pool,
    country: '',
    protocol: 'http',
    bytes_up: bytes,
    bytes_down: bytes * 10,
    admitted: pool === '' ? 0 : 1,
    ok: pool === '' ? 0 : 1,
    refused: pool === '' ? 1 : 0,
    failed: 0,
    abandoned: 0,
  });
  await db
    .insertInto('usage_hour')
    .values([row(0, 'direct', 1), row(HOUR, 'direct', 2), row(HOUR, 'list', 4), row(HOUR, '', 100)])
    .execute();
  return { db, idle };
}

const alphaLine = {
  name: 'alpha',
  requests: 3,
  bytesUp: 7,
  bytesDown: 70,
  total: 77,
  outcomes: { ok: 3, refused: 1, failed: 0, abandoned: 0 },
  quota: { bytes: 500, requests: null },
};

describe('usage by credential', () => {
  it('adds up hours and pools, bills no refusal, and has zeros for the idle', async () => {
    const { db } = await usedDatabase();
    const zero = { requests: 0, bytesUp: 0, bytesDown: 0, total: 0 };
    const outcomes = { ok: 0, refused: 0, failed: 0, abandoned: 0 };
    expect(await readUsage(db)).toEqual([
      alphaLine,
      { name: 'idle', ...zero, outcomes, quota: { bytes: null, requests: null } },
    ]);
  });

  it('is told of one, unless it is not there', async () => {
    const { db, idle } = await usedDatabase();
    expect(await readUsage(db, 'alpha')).toEqual([alphaLine]);
    await expect(readUsage(db, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
    await deleteCredential(db, idle.id, TEST_TIME);
    await expect(readUsage(db, 'idle')).rejects.toMatchObject({ code: 'not_found' });
    expect(await readUsage(db)).toEqual([alphaLine]);
  });
});
