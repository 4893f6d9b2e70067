import { describe, expect, it } from 'vitest';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { readHoldings, saveGranted } from './grant-store.ts';
import {
  closeEpoch,
  closeEpochs,
  isRevoked,
  knowsEpoch,
  listPlanes,
  noteReport,
  noteSequence,
  openEpoch,
  retirePlane,
  savePlane,
} from './store.ts';

const key = { plane: 'here', epoch: 'epoch001' };

describe('planes', () => {
  it('get a new token under the same id', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    await savePlane(db, { id: 'here', kind: 'egress', name: 'here', tokenHash: 'new' }, TEST_TIME);
    expect(await listPlanes(db)).toEqual([
      { id: 'here', kind: 'egress', name: 'here', tokenHash: 'new', revokedAt: null },
    ]);
  });

  it('are retired, until they get a token again', async () => {
    const db = await testDatabase();
    const plane = { id: 'supply', kind: 'supply' as const, name: 'supply', tokenHash: 'a' };
    await retirePlane(db, 'supply', 1);
    await savePlane(db, plane, TEST_TIME);
    await retirePlane(db, 'supply', 5);
    await retirePlane(db, 'supply', 6);
    expect(await listPlanes(db)).toEqual([{ ...plane, revokedAt: 5 }]);
    await savePlane(db, plane, TEST_TIME);
    expect(await listPlanes(db)).toEqual([{ ...plane, revokedAt: null }]);
  });

  it('are revoked or not, and strangers are', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    expect([await isRevoked(db, 'here'), await isRevoked(db, 'nobody')]).toEqual([false, true]);
    await db.updateTable('plane').set({ revoked_at: 5 }).execute();
    expect(await isRevoked(db, 'here')).toBe(true);
  });

  it('remember their last report', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    await noteReport(db, 'here', 77);
    expect((await db.selectFrom('plane').select('last_report_at').executeTakeFirst())?.last_report_at).toBe(77);
  });
});

describe('epochs', () => {
  it('begin open, count requests, and stay closed', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    expect(await openEpoch(db, key)).toEqual({ sequence: -1, closed: false });
    await noteSequence(db, key, 4);
    expect(await openEpoch(db, key)).toEqual({ sequence: 4, closed: false });
    await closeEpoch(db, key, TEST_TIME);
    expect(await openEpoch(db, key)).toEqual({ sequence: 4, closed: true });
  });

  it('are known once anything was heard of them, and end together', async () => {
    const db = await testDatabase();
    for (const plane of ['here', 'there']) await addPlane(db, plane);
    const all = [key, { ...key, epoch: 'epoch002' }, { ...key, plane: 'there' }];
    expect(await knowsEpoch(db, key)).toBe(false);
    for (const each of all) await openEpoch(db, each);
    expect(await knowsEpoch(db, key)).toBe(true);
    await closeEpochs(db, 'here', TEST_TIME);
    const closed = await Promise.all(all.map(async (each) => (await openEpoch(db, each)).closed));
    expect(closed).toEqual([true, true, false]);
  });

  it('take their own grants with them', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    const { id } = await addCredential(db, 'alpha');
    const other = { ...key, epoch: 'epoch002' };
    for (const epoch of [key, other]) {
      await openEpoch(db, epoch);
      await saveGranted(db, epoch, id, { bytes: 5, requests: 0 });
    }
    await closeEpoch(db, key, TEST_TIME);
    expect(await readHoldings(db, [id])).toMatchObject([other]);
  });
});
