import type { Counters, UsageReport, UsageSlot } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { findCredential } from '../feature/credential/store.ts';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { readHoldings, saveGranted } from './grant-store.ts';
import { openEpoch } from './store.ts';
import { applyUsage } from './usage.ts';

const NONE: Counters = { bytesUp: 0, bytesDown: 0, admitted: 0, ok: 0, refused: 0, failed: 0, abandoned: 0 };

async function meteredPlane() {
  const db = await testDatabase();
  await addPlane(db, 'here');
  const { id } = await addCredential(db, 'alpha', { bytes: 1000, requests: null });
  const slot = (counters: Partial<Counters>, credential = id, number = 0): UsageSlot => ({
    ledger: 'w1',
    slot: number,
    key: { credential, pool: 'direct', protocol: 'http', country: '' },
    counters: { ...NONE, ...counters },
  });
  return {
    db,
    id,
    slot,
    report: (slots: UsageSlot[], more: Partial<UsageReport> = {}) =>
      applyUsage(db, 'here', { epoch: 'epoch001', slots, closed: false, ...more }, TEST_TIME),
    used: async () => (await findCredential(db, 'alpha')).used,
  };
}

describe('a usage report', () => {
  it('is charged once, however often and in whatever order it comes', async () => {
    const { report, slot, used } = await meteredPlane();
    const early = [slot({ bytesUp: 10, bytesDown: 20, admitted: 1 })];
    const late = [slot({ bytesUp: 10, bytesDown: 50, admitted: 2, ok: 1 })];
    const added = await report(early);
    expect(added).toMatchObject([{ fresh: { bytesUp: 10, bytesDown: 20, admitted: 1 } }]);
    expect(await report(early)).toEqual([]);
    expect(await report(late)).toMatchObject([{ fresh: { bytesUp: 0, bytesDown: 30, admitted: 1, ok: 1 } }]);
    expect(await report(early)).toEqual([]);
    expect(await used()).toEqual({ bytes: 60, requests: 2 });
  });

  it('of another epoch with the same ledger and slot is other traffic', async () => {
    const { report, slot, used } = await meteredPlane();
    await report([slot({ bytesUp: 10 })]);
    await report([slot({ bytesUp: 10 })], { epoch: 'epoch002' });
    expect(await used()).toEqual({ bytes: 20, requests: 0 });
  });

  it('that closes its epoch is applied, frees what was granted, and is the last', async () => {
    const { db, id, report, slot, used } = await meteredPlane();
    await openEpoch(db, { plane: 'here', epoch: 'epoch001' });
    await saveGranted(db, { plane: 'here', epoch: 'epoch001' }, id, { bytes: 500, requests: 0 });
    const last = [slot({ bytesUp: 30, ok: 1 })];
    await report(last, { closed: true });
    expect(await used()).toEqual({ bytes: 30, requests: 0 });
    expect(await readHoldings(db, [id])).toEqual([]);
    expect(await db.selectFrom('usage_mark').selectAll().execute()).toEqual([]);

    expect(await report(last, { closed: true })).toEqual([]);
    expect(await report([slot({ bytesUp: 99 })])).toEqual([]);
    expect(await used()).toEqual({ bytes: 30, requests: 0 });
  });

  it('keeps traffic of unknown credentials and of none', async () => {
    const { db, report, slot } = await meteredPlane();
    await report([slot({ bytesUp: 1 }, 'long-gone', 1), slot({ refused: 1 }, '', 2)]);
    const rows = await db.selectFrom('usage_hour').select(['credential', 'hour']).orderBy('credential').execute();
    const hour = Date.UTC(2026, 0, 1, 10);
    expect(rows).toEqual([
      { credential: '', hour },
      { credential: 'long-gone', hour },
    ]);
  });

  it('changes nothing when it cannot be applied whole', async () => {
    const { db, report, slot, used } = await meteredPlane();
    await report([slot({ bytesUp: 5 })]);
    // An index that lets the second row of usage fail, after the marks were written.
    await db.schema.createIndex('once').on('usage_hour').column('protocol').unique().execute();
    await expect(report([slot({ bytesUp: 7 }), slot({ bytesUp: 1 }, 'other', 1)])).rejects.toThrow('UNIQUE');
    await db.schema.dropIndex('once').execute();
    expect(await used()).toEqual({ bytes: 5, requests: 0 });
    expect(await report([slot({ bytesUp: 7 })])).toMatchObject([{ fresh: { bytesUp: 2 } }]);
  });
});
