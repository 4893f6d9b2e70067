import type { Counters } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { deleteCredential } from '../feature/credential/store.ts';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { readHoldings, saveGranted } from './grant-store.ts';
import { openEpoch } from './store.ts';
import { addToHour, charge, readMarks, saveMarks } from './usage-store.ts';

const epoch = { plane: 'here', epoch: 'epoch001' };
const counters = (bytesUp: number): Counters => ({
  bytesUp,
  bytesDown: 1,
  admitted: 2,
  ok: 3,
  refused: 4,
  failed: 5,
  abandoned: 6,
});
const key = { credential: 'c', pool: 'direct', protocol: 'http' as const, country: '' };
const advanceOf = (ledger: string, slot: number, bytesUp: number) => ({
  slot: { ledger, slot, key, counters: counters(bytesUp) },
  mark: counters(bytesUp),
  fresh: counters(bytesUp),
});

async function openDatabase() {
  const db = await testDatabase();
  await addPlane(db, 'here');
  await openEpoch(db, epoch);
  return db;
}

describe('marks', () => {
  it('are read back by slot, more of them than one statement takes', async () => {
    const db = await openDatabase();
    const slots = Array.from({ length: 1203 }, (_, slot) => slot);
    await saveMarks(
      db,
      epoch,
      slots.map((slot) => advanceOf('w1', slot, slot)),
    );
    await saveMarks(db, epoch, [advanceOf('w2', 0, 77), advanceOf('w1', 5, 1), advanceOf('w1', 5, 999)]);
    const wanted = [...slots.map((slot) => ({ ledger: 'w1', slot })), { ledger: 'w2', slot: 0 }];
    const marks = await readMarks(db, epoch, [...wanted, { ledger: 'w3', slot: 0 }]);
    expect(marks.size).toBe(1204);
    expect(marks.get('w1/1202')).toEqual(counters(1202));
    expect(marks.get('w1/5')).toEqual(counters(999));
    expect(marks.get('w2/0')).toEqual(counters(77));
  });
});

describe('hourly usage', () => {
  it('adds up by hour and key', async () => {
    const db = await openDatabase();
    await addToHour(db, 0, [{ key, fresh: counters(10) }]);
    await addToHour(db, 0, [
      { key, fresh: counters(5) },
      { key: { ...key, pool: 'list' }, fresh: counters(1) },
    ]);
    await addToHour(db, 3_600_000, [{ key, fresh: counters(2) }]);
    const rows = await db.selectFrom('usage_hour').selectAll().orderBy('hour').orderBy('pool').execute();
    expect(rows.map((row) => [row.hour, row.pool, row.bytes_up, row.abandoned])).toEqual([
      [0, 'direct', 15, 12],
      [0, 'list', 1, 6],
      [3_600_000, 'direct', 2, 6],
    ]);
  });
});

describe('a charge', () => {
  it('counts on the credential and on the epoch’s grant, also without one, also after deletion', async () => {
    const db = await openDatabase();
    const { id } = await addCredential(db, 'alpha');
    await charge(db, epoch, id, { bytes: 10, requests: 1 });
    await saveGranted(db, epoch, id, { bytes: 100, requests: 0 });
    await deleteCredential(db, id, TEST_TIME);
    await charge(db, epoch, id, { bytes: 5, requests: 0 });
    const row = await db.selectFrom('credential').selectAll().executeTakeFirst();
    expect([row?.used_bytes, row?.used_requests]).toEqual([15, 1]);
    expect(await readHoldings(db, [id])).toMatchObject([
      { granted: { bytes: 100, requests: 0 }, used: { bytes: 15, requests: 1 } },
    ]);
  });

  it('of an unknown credential goes nowhere', async () => {
    const db = await openDatabase();
    await charge(db, epoch, 'unknown', { bytes: 10, requests: 1 });
    expect(await readHoldings(db, ['unknown'])).toEqual([]);
  });
});
