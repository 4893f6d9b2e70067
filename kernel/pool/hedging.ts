/**
 * When a second endpoint is asked beside one that is slow: later than nearly all tunnels of the pool took lately, and not
 * for more than a small share of the requests. What "lately" means are two windows, the current and the one before.
 */
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import { clear, newHistogram, observe, quantile } from './latency-histogram.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';

export interface Hedging {
  /** A tunnel stood after so many milliseconds. */
  took(ms: number): void;
  /** Milliseconds after which a second endpoint is asked; undefined while too little is known. */
  delay(): number | undefined;
  readonly budget: RetryBudget;
  /** Second endpoints that were asked, and those that served. Whoever hedges counts. */
  begun: number;
  won: number;
}

const WINDOW_MS = 30_000;
/** Below so many tunnels there is no telling what is slow. */
const LEAST_SAMPLES = 20;
/** Of what is late there is little, so a share of it needs this beside, to allow any at all. */
const FLOOR_PER_SECOND = 1;

/** `now` in milliseconds; only differences count. */
export function createHedging(
  { quantile: part, minMs, share }: NonNullable<PoolPolicy['hedge']>,
  now: () => number,
): Hedging {
  let current = newHistogram();
  let previous = newHistogram();
  let since = now();
  const rotate = () => {
    const windows = Math.floor((now() - since) / WINDOW_MS);
    for (let turn = 0; turn < Math.min(windows, 2); turn += 1) {
      clear(previous);
      [current, previous] = [previous, current];
    }
    since += windows * WINDOW_MS;
  };
  return {
    took(ms) {
      rotate();
      observe(current, ms);
    },
    delay() {
      rotate();
      if (current.total + previous.total < LEAST_SAMPLES) return undefined;
      return Math.max(minMs, quantile(current, previous, part) ?? 0);
    },
    budget: createRetryBudget({ attempts: 1, share, floorPerSecond: FLOOR_PER_SECOND }, now),
    begun: 0,
    won: 0,
  };
}
