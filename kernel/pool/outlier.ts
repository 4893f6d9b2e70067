/**
 * Finds endpoints that do worse than they may: by their own failures, or measured against the rest of the pool.
 *
 * Only endpoints with enough requests in their windows are judged, and only pools with enough such endpoints are
 * compared within. A gap must matter, too: where all are nearly alike, the one that is a little worse is no outlier.
 */
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import type { Criterion } from './breaker.ts';
import { latencyQuantile, latencySamples, requestsOf, successRate, type Window } from './window.ts';

export type OutlierPolicy = PoolPolicy['health']['outlier'];

export interface Violation {
  id: string;
  why: Criterion;
  /** Grows with how bad it is; comparable within one criterion. */
  excess: number;
}

interface Judged {
  id: string;
  rate: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The lowest success rate that is still no outlier: mean less deviations, and less the gap that must matter. */
export function lowestRate(rates: readonly number[], policy: OutlierPolicy): number {
  const mean = sum(rates) / rates.length;
  const deviation = Math.sqrt(sum(rates.map((rate) => (rate - mean) ** 2)) / rates.length);
  return Math.min(mean - policy.deviations * deviation, mean - policy.minRateGap);
}

/** The middle one; of an even number the lower, so that half of the pool cannot lift its own measure. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function byRate(judged: readonly Judged[], policy: OutlierPolicy): Violation[] {
  if (judged.length < policy.minEndpoints) return [];
  const lowest = lowestRate(
    judged.map(({ rate }) => rate),
    policy,
  );
  return judged
    .filter(({ rate }) => rate < lowest)
    .map(({ id, rate }) => ({ id, why: 'success-rate' as const, excess: lowest - rate }));
}

function byLatency(windows: ReadonlyMap<string, Window>, policy: OutlierPolicy): Violation[] {
  const judged = [...windows].flatMap(([id, window]) => {
    const own = latencySamples(window) < policy.minRequests ? undefined : latencyQuantile(window, 0.5);
    return own === undefined ? [] : [{ id, own }];
  });
  if (judged.length < policy.minEndpoints) return [];
  const middle = median(judged.map(({ own }) => own));
  const highest = Math.max(middle * policy.latencyFactor, middle + policy.minLatencyGapMs);
  return judged
    .filter(({ own }) => own > highest)
    .map(({ id, own }) => ({ id, why: 'latency' as const, excess: own / highest }));
}

/** The outliers among endpoints in use, each for its gravest reason only. Depends on nothing but what is given. */
export function findOutliers(windows: ReadonlyMap<string, Window>, policy: OutlierPolicy): Violation[] {
  const judged = [...windows].flatMap(([id, window]) => {
    const rate = requestsOf(window) < policy.minRequests ? undefined : successRate(window);
    return rate === undefined ? [] : [{ id, rate }];
  });
  const failing = judged
    .filter(({ rate }) => 1 - rate >= policy.failureShare)
    .map(({ id, rate }) => ({ id, why: 'failure-share' as const, excess: 1 - rate }));
  const found = new Map<string, Violation>();
  for (const violation of [...failing, ...byRate(judged, policy), ...byLatency(windows, policy)]) {
    if (!found.has(violation.id)) found.set(violation.id, violation);
  }
  return [...found.values()];
}
