/**
 * How many requests may be tried again, so that a pool in trouble is not finished off by retries: at a time a share of
 * the requests under way, and beyond it so many a second, so that little traffic may be retried as well.
 */
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import { createTokenBucket } from '../limit/token-bucket.ts';

export interface RetryBudget {
  /** May one more retry begin, while `active` requests are under way? */
  may(active: number): boolean;
  /** One began, which `may` allowed for the same `active`. Returns what to call when it is over; more calls do nothing. */
  took(active: number): () => void;
}

/** `now` in milliseconds; only differences count. */
export function createRetryBudget({ share, floorPerSecond }: PoolPolicy['retry'], now: () => number): RetryBudget {
  // A floor of less than one a second still allows one at a time.
  const floor = createTokenBucket({ perSecond: floorPerSecond, burst: Math.max(1, floorPerSecond) }, now);
  let underWay = 0;
  const withinShare = (active: number) => underWay + 1 <= active * share;
  return {
    may: (active) => withinShare(active) || (floorPerSecond > 0 && floor.wait() === 0),
    took(active) {
      if (!withinShare(active)) {
        floor.take();
        return () => {};
      }
      underWay += 1;
      let over = false;
      return () => {
        if (!over) underWay -= 1;
        over = true;
      };
    },
  };
}
