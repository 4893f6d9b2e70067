import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOutliers, lowestRate, median } from './outlier.ts';
import { countFault, countSuccess, newWindow, type Window } from './window.ts';

const POLICY = poolPolicySchema.parse({}).health.outlier;

interface Did {
  successes?: number;
  faults?: number;
  latencyMs?: number;
}

function windowOf({ successes = 0, faults = 0, latencyMs = 100 }: Did): Window {
  const window = newWindow();
  for (let at = 0; at < successes; at += 1) countSuccess(window, latencyMs);
  for (let at = 0; at < faults; at += 1) countFault(window);
  return window;
}

const windowsOf = (did: readonly Did[]) => new Map(did.map((each, at) => [`e${at}`, windowOf(each)]));
const well = (count: number): Did[] => Array.from({ length: count }, () => ({ successes: 100 }));
const found = (did: readonly Did[]) => findOutliers(windowsOf(did), POLICY).map(({ id, why }) => `${id} ${why}`);

describe('outliers', () => {
  it('fail nearly always, in a pool of any size', () => {
    expect(found([{ successes: 3, faults: 17 }])).toEqual(['e0 failure-share']);
    expect(found([{ successes: 4, faults: 16 }])).toEqual([]);
    expect(found([{ faults: 19 }])).toEqual([]);
  });

  it('succeed less often than the pool', () => {
    expect(found([...well(9), { successes: 60, faults: 40 }])).toEqual(['e9 success-rate']);
  });

  it('are not made by a gap that does not matter, nor in a pool that is bad as a whole', () => {
    expect(found([...well(9), { successes: 95, faults: 5 }])).toEqual([]);
    expect(found(Array.from({ length: 10 }, () => ({ successes: 40, faults: 60 })))).toEqual([]);
  });

  it('are not looked for among too few', () => {
    expect(found([...well(3), { successes: 60, faults: 40 }])).toEqual([]);
  });

  it('are much slower than the pool', () => {
    expect(found([...well(6), { successes: 30, latencyMs: 3000 }])).toEqual(['e6 latency']);
    expect(found([...well(6), { successes: 30, latencyMs: 550 }])).toEqual([]);
    expect(found([...well(6), { successes: 19, latencyMs: 3000 }])).toEqual([]);
    expect(found(Array.from({ length: 7 }, () => ({ successes: 30, latencyMs: 9000 })))).toEqual([]);
  });

  it('are named once, for the gravest', () => {
    expect(found([...well(9), { successes: 20, faults: 180, latencyMs: 5000 }])).toEqual(['e9 failure-share']);
  });
});

const rates = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 });

it('never finds the best endpoint to have too low a rate, so never all of them', () => {
  fc.assert(
    fc.property(rates, (given) => {
      expect(Math.max(...given)).toBeGreaterThanOrEqual(lowestRate(given, POLICY));
    }),
  );
});

it('is the same in whatever order endpoints are given', () => {
  const did = fc.array(
    fc.record({ successes: fc.nat({ max: 60 }), faults: fc.nat({ max: 60 }), latencyMs: fc.nat({ max: 5000 }) }),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(did, (given) => {
      const windows = windowsOf(given);
      const forwards = findOutliers(windows, POLICY).map(({ id, why }) => `${id} ${why}`);
      const backwards = findOutliers(new Map([...windows].toReversed()), POLICY).map(({ id, why }) => `${id} ${why}`);
      expect(backwards.toSorted()).toEqual(forwards.toSorted());
    }),
  );
});

it('takes the lower of two middles', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2]);
});
