import { COUNTER_NAMES, type Counters, type UsageSlot } from '@atlantic/contract/plane.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, charges, hourOf, isNothing, slotName, sumByKey } from './usage-rules.ts';

const NONE: Counters = { bytesUp: 0, bytesDown: 0, admitted: 0, ok: 0, refused: 0, failed: 0, abandoned: 0 };
const key = { credential: 'c', pool: 'direct', protocol: 'connect' as const, country: '' };
const slot = (number: number, counters: Partial<Counters>): UsageSlot => ({
  ledger: 'w1',
  slot: number,
  key,
  counters: { ...NONE, ...counters },
});

describe('what a report adds', () => {
  it('is everything the first time, the difference later, and nothing when it is repeated', () => {
    const marks = new Map<string, Counters>();
    const take = (bytesUp: number) => {
      const advances = advance([slot(0, { bytesUp })], marks);
      for (const { slot: moved, mark } of advances) marks.set(slotName(moved), mark);
      return advances.map(({ fresh }) => fresh.bytesUp);
    };
    expect([take(10), take(10), take(25), take(15), take(26)]).toEqual([[10], [], [15], [], [1]]);
  });

  it('looks at each counter alone', () => {
    const marks = new Map([['w1/0', { ...NONE, bytesUp: 100, ok: 1 }]]);
    const [step] = advance([slot(0, { bytesUp: 50, ok: 3 })], marks);
    expect(step?.fresh).toEqual({ ...NONE, ok: 2 });
    expect(step?.mark).toEqual({ ...NONE, bytesUp: 100, ok: 3 });
  });

  it('counts a slot that is named twice once', () => {
    const advances = advance([slot(0, { ok: 3 }), slot(0, { ok: 5 })], new Map());
    expect(advances.map(({ fresh }) => fresh.ok)).toEqual([3, 2]);
  });

  it('adds up to the highest counters seen, in whatever order reports come and however often', () => {
    const counters = fc.record(
      Object.fromEntries(COUNTER_NAMES.map((name) => [name, fc.nat({ max: 1000 })])) as Record<
        keyof Counters,
        fc.Arbitrary<number>
      >,
    );
    const reports = fc.array(fc.array(fc.tuple(fc.nat({ max: 2 }), counters), { maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(reports, (sent) => {
        const marks = new Map<string, Counters>();
        const sums = new Map<string, Counters>();
        const highest = new Map<string, Counters>();
        const merge = (
          into: Map<string, Counters>,
          name: string,
          of: Counters,
          how: (a: number, b: number) => number,
        ) =>
          into.set(
            name,
            Object.fromEntries(COUNTER_NAMES.map((n) => [n, how((into.get(name) ?? NONE)[n], of[n])])) as Counters,
          );
        for (const report of sent) {
          const slots = report.map(([number, of]) => slot(number, of));
          for (const { slot: moved, mark, fresh } of advance(slots, marks)) {
            marks.set(slotName(moved), mark);
            merge(sums, slotName(moved), fresh, (a, b) => a + b);
          }
          for (const each of slots) merge(highest, slotName(each), each.counters, Math.max);
        }
        for (const [name, most] of highest) expect(sums.get(name) ?? NONE).toEqual(most);
      }),
    );
  });
});

describe('sums', () => {
  const spend = (change: Partial<typeof key>, fresh: Partial<Counters>) => ({
    key: { ...key, ...change },
    fresh: { ...NONE, ...fresh },
  });

  it('join what has the same key', () => {
    const parts = [spend({}, { ok: 1 }), spend({ pool: 'list' }, { ok: 2 }), spend({}, { ok: 4, bytesUp: 3 })];
    expect(sumByKey(parts)).toEqual([spend({}, { ok: 5, bytesUp: 3 }), spend({ pool: 'list' }, { ok: 2 })]);
  });

  it('charge bytes both ways and admitted requests', () => {
    const parts = [spend({}, { bytesUp: 1, bytesDown: 2, admitted: 1 }), spend({ pool: 'list' }, { bytesUp: 4 })];
    expect([...charges(parts)]).toEqual([['c', { bytes: 7, requests: 1 }]]);
  });

  it('charge nobody for refusals and for traffic without a credential', () => {
    expect([...charges([spend({ pool: '' }, { bytesUp: 9, refused: 1 })])]).toEqual([]);
    expect([...charges([spend({ credential: '' }, { bytesUp: 9 })])]).toEqual([]);
  });
});

describe('small things', () => {
  it('knows the hour and nothing', () => {
    expect(hourOf(Date.UTC(2026, 0, 1, 10, 59, 59))).toBe(Date.UTC(2026, 0, 1, 10));
    expect([isNothing(NONE), isNothing({ ...NONE, failed: 1 })]).toEqual([true, false]);
  });
});
