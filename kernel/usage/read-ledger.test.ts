import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsageKey } from '@atlantic/contract/plane.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshFolder } from '../fixture/folder.ts';
import { ownIdentity } from '../process/identity.ts';
import { openLedger } from './ledger.ts';
import { ledgerWriter, readLedger } from './read-ledger.ts';
import { COUNTERS_AT, type CounterName, HEADER_SIZE, SLOT_SIZE } from './slot.ts';

const key = (pool: string): UsageKey => ({ credential: 'c', pool, protocol: 'http', country: '' });

/** A ledger with a slot for each pool, closed. */
function ledgerOf(pools: Record<string, Partial<Record<CounterName, number>>>): string {
  const file = join(freshFolder(), 'w1.slots');
  const ledger = openLedger(file, ownIdentity());
  for (const [pool, counters] of Object.entries(pools)) {
    const slot = ledger.slot(key(pool));
    for (const [name, amount] of Object.entries(counters)) slot.add(name as CounterName, amount);
  }
  ledger.close();
  return file;
}
const countersOf = (file: string, final: boolean) => readLedger(file, 'w1', final).slots.map((slot) => slot.counters);

describe('the writer of a ledger', () => {
  it('stands in its header', () => {
    expect(ledgerWriter(ledgerOf({}))).toEqual(ownIdentity());
  });

  it.each([0, HEADER_SIZE - 1])('is not known from the first %i octets', (octets) => {
    const file = ledgerOf({});
    truncateSync(file, octets);
    expect(ledgerWriter(file)).toBeUndefined();
  });

  it('is looked for in a file that is there', () => {
    expect(() => ledgerWriter(join(freshFolder(), 'none.slots'))).toThrow('ENOENT');
  });
});

describe('what a ledger says', () => {
  it('is nothing before the first request', () => {
    expect(readLedger(ledgerOf({}), 'w1', false)).toEqual({ slots: [], torn: 0 });
  });

  it('names ledger, slot and key', () => {
    const { slots } = readLedger(ledgerOf({ direct: {}, list: {} }), 'w1', false);
    expect(slots.map(({ ledger, slot, key: { pool } }) => [ledger, slot, pool])).toEqual([
      ['w1', 0, 'direct'],
      ['w1', 1, 'list'],
    ]);
  });

  it('has nothing abandoned where nothing is admitted', () => {
    const [refused] = countersOf(ledgerOf({ '': { refused: 3, bytesUp: 10, pending: 5 } }), true);
    expect(refused).toMatchObject({ refused: 3, abandoned: 0, bytesUp: 10, bytesDown: 5 });
  });

  it('only grows when the writer dies, and then every admitted request has an outcome', () => {
    const outcomes = fc.record({ ok: fc.nat(50), refused: fc.nat(50), failed: fc.nat(50), abandoned: fc.nat(50) });
    fc.assert(
      fc.property(outcomes, fc.nat(10), fc.nat(1e6), ({ ok, refused, failed, abandoned }, open, pending) => {
        const admitted = ok + refused + failed + abandoned + open;
        const file = ledgerOf({ direct: { admitted, ok, refused, failed, abandoned, pending, bytesDown: 7 } });
        const [live, final] = [countersOf(file, false)[0], countersOf(file, true)[0]];
        expect(live).toMatchObject({ abandoned, bytesDown: 7 });
        expect(final).toMatchObject({ ok, refused, failed, abandoned: abandoned + open, bytesDown: 7 + pending });
      }),
      { numRuns: 30 },
    );
  });

  it('is never less than nothing, whatever was counted', () => {
    const [counters] = countersOf(ledgerOf({ direct: { admitted: 1, ok: 2, abandoned: 1 } }), true);
    expect(counters?.abandoned).toBe(1);
  });

  it('leaves out what is damaged and keeps the numbers of the others', () => {
    const file = ledgerOf({ a: { ok: 1 }, b: { ok: 2 }, c: { ok: 3 } });
    const bytes = readFileSync(file);
    bytes.fill(0, HEADER_SIZE + SLOT_SIZE, HEADER_SIZE + 2 * SLOT_SIZE);
    writeFileSync(file, bytes);
    const { slots, torn } = readLedger(file, 'w1', true);
    expect(torn).toBe(1);
    expect(slots.map(({ slot, counters }) => [slot, counters.ok])).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('counts a slot that is cut off as torn', () => {
    const file = ledgerOf({ a: { ok: 1 }, b: { ok: 2 } });
    truncateSync(file, HEADER_SIZE + SLOT_SIZE + COUNTERS_AT);
    const { slots, torn } = readLedger(file, 'w1', true);
    expect([slots.length, torn]).toEqual([1, 1]);
  });
});
