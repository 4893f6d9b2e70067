import type { GrantAsk } from '@atlantic/contract/plane.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideAsk,
  freeQuota,
  type Holding,
  keepOnly,
  NOTHING,
  outstandingOf,
  type Purse,
  totalOf,
} from './grant-rules.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

const purse = (quotaBytes: number | null, usedBytes = 0, quotaRequests: number | null = null): Purse => ({
  quota: { bytes: quotaBytes, requests: quotaRequests },
  used: { bytes: usedBytes, requests: 0 },
  elsewhere: NOTHING,
});
const holding = (granted: number, used = 0): Holding => ({
  granted: { bytes: granted, requests: 0 },
  used: { bytes: used, requests: 0 },
});
const ask = (have: number, more: number, requests = 0): GrantAsk => ({
  credential: 'c',
  have: { bytes: have, requests: 0 },
  more: { bytes: more, requests },
});
const bytes = (of: Purse, own: Holding, others: Holding[], wanted: GrantAsk) => {
  const { total, state } = decideAsk([{ ...of, elsewhere: outstandingOf(others) }], own, wanted);
  return [total.bytes, state];
};

describe('a grant of bytes', () => {
  it('is an eighth of what is free when much is asked', () => {
    expect(bytes(purse(8 * MIB), holding(0), [], ask(0, 100 * MIB))).toEqual([MIB, 'granted']);
  });

  it('is what was asked when that is less', () => {
    expect(bytes(purse(8 * MIB), holding(0), [], ask(0, 10 * KIB))).toEqual([10 * KIB, 'granted']);
  });

  it('is 64 KiB at least, down to the last that is free', () => {
    expect(bytes(purse(100 * KIB), holding(0), [], ask(0, MIB))).toEqual([64 * KIB, 'granted']);
    expect(bytes(purse(100 * KIB), holding(64 * KIB), [], ask(64 * KIB, MIB))).toEqual([100 * KIB, 'granted']);
  });

  it('leaves alone what is used and what others hold', () => {
    expect(bytes(purse(MIB, 512 * KIB), holding(0), [holding(300 * KIB, 100 * KIB)], ask(0, MIB))).toEqual([
      64 * KIB,
      'granted',
    ]);
  });

  it('waits while others hold the rest, and is exhausted when nobody does', () => {
    expect(bytes(purse(MIB), holding(0), [holding(MIB, 0)], ask(0, KIB))).toEqual([0, 'wait']);
    expect(bytes(purse(MIB, MIB), holding(0), [holding(MIB, MIB)], ask(0, KIB))).toEqual([0, 'exhausted']);
  });

  it('is exhausted for the one who holds the rest itself, reported or not', () => {
    expect(bytes(purse(MIB), holding(MIB), [], ask(MIB, KIB))).toEqual([MIB, 'exhausted']);
  });

  it('gives the rest only when an answer was lost', () => {
    expect(bytes(purse(8 * MIB), holding(64 * KIB), [], ask(0, 64 * KIB))).toEqual([64 * KIB, 'granted']);
    expect(bytes(purse(8 * MIB), holding(64 * KIB), [], ask(0, 80 * KIB))).toEqual([80 * KIB, 'granted']);
    expect(bytes(purse(64 * KIB), holding(64 * KIB), [], ask(0, MIB))).toEqual([64 * KIB, 'granted']);
  });

  it('begins at what was spent without a limit', () => {
    const own = holding(0, 10 * MIB);
    expect(bytes(purse(12 * MIB, 10 * MIB), own, [], ask(10 * MIB, MIB))).toEqual([10 * MIB + 256 * KIB, 'granted']);
  });

  it('covers at once what was spent without a limit and not reported yet', () => {
    const [total] = bytes(purse(100 * MIB), holding(0), [], ask(50 * MIB, KIB));
    expect(total).toBe(50 * MIB + KIB);
  });

  it('is whatever is asked where there is no limit', () => {
    expect(bytes(purse(null), holding(5), [], ask(5, 900 * MIB))).toEqual([900 * MIB + 5, 'granted']);
  });

  it('gives nothing over a quota that was lowered', () => {
    expect(bytes(purse(MIB, 5 * MIB), holding(0), [holding(MIB)], ask(0, 1))).toEqual([0, 'wait']);
  });

  it('is exhausted when one of two quantities is', () => {
    const { total, state } = decideAsk([purse(MIB, 0, 0)], holding(0), ask(0, KIB, 1));
    expect([total, state]).toEqual([{ bytes: KIB, requests: 0 }, 'exhausted']);
  });

  it('comes in eights of requests', () => {
    const { total } = decideAsk([purse(null, 0, 20)], holding(0), ask(0, 0, 100));
    expect(total).toEqual({ bytes: 0, requests: 8 });
  });
});

describe('a grant out of two purses', () => {
  const shared = (quota: number, elsewhere: number): Purse => ({
    ...purse(quota),
    elsewhere: { bytes: elsewhere, requests: 0 },
  });

  it('fits into both', () => {
    const { total } = decideAsk([purse(8 * MIB), purse(100 * KIB)], holding(0), ask(0, MIB));
    expect(total.bytes).toBe(64 * KIB);
    expect(freeQuota([purse(8 * MIB), purse(100 * KIB)], holding(64 * KIB)).bytes).toBe(36 * KIB);
    expect(freeQuota([purse(null), purse(100 * KIB)], holding(0)).bytes).toBe(100 * KIB);
  });

  it('waits when the one that is empty is owed something, and not when one is owed nothing', () => {
    const state = (...purses: Purse[]) => decideAsk(purses, holding(0), ask(0, KIB)).state;
    expect(state(purse(MIB), shared(MIB, MIB))).toBe('wait');
    expect(state(purse(0), shared(MIB, MIB))).toBe('exhausted');
    expect(state(shared(KIB, KIB), shared(MIB, MIB))).toBe('wait');
  });
});

describe('giving back', () => {
  it('lowers the total, but not below what is spent', () => {
    expect(keepOnly(holding(100, 30), { bytes: 50, requests: 0 }).bytes).toBe(50);
    expect(keepOnly(holding(100, 30), { bytes: 10, requests: 0 }).bytes).toBe(30);
    expect(keepOnly(holding(100, 30), { bytes: 900, requests: 0 }).bytes).toBe(100);
  });
});

describe('whatever is asked', () => {
  const count = fc.nat({ max: 10 * MIB });
  const amounts = fc.record({ bytes: count, requests: fc.nat({ max: 100 }) });
  const held = fc.record({ granted: amounts, used: amounts });
  const limit = fc.option(count);

  it('is granted only out of what is free, never lowers a total, and asking again takes no more', () => {
    fc.assert(
      fc.property(
        fc.record({ quota: fc.record({ bytes: limit, requests: limit }), used: amounts }),
        held,
        fc.array(held, { maxLength: 3 }),
        fc.record({ credential: fc.constant('c'), have: amounts, more: amounts }),
        (of, own, others, wanted) => {
          const elsewhere = outstandingOf(others);
          const { total } = decideAsk([{ ...of, elsewhere }], own, wanted);
          const after = { granted: total, used: own.used };
          for (const quantity of ['bytes', 'requests'] as const) {
            const quota = of.quota[quantity];
            const taken = (mine: Holding) => of.used[quantity] + outstandingOf([mine, ...others])[quantity];
            expect(total[quantity]).toBeGreaterThanOrEqual(totalOf(own)[quantity]);
            if (quota !== null) expect(taken(after)).toBeLessThanOrEqual(Math.max(quota, taken(own)));
            // The answer was lost: the same request, again, ends at what was wanted and not beyond.
            const again = decideAsk([{ ...of, elsewhere }], after, wanted).total[quantity];
            const most = Math.max(total[quantity], wanted.have[quantity] + wanted.more[quantity]);
            expect(again).toBeLessThanOrEqual(most);
          }
        },
      ),
    );
  });

  it('nothing outstanding is nothing', () => {
    expect(outstandingOf([])).toEqual(NOTHING);
  });
});
