/** How often each address may ask. Pure; the clock is passed in. */
import { createTokenBucket, type Rate, type TokenBucket } from '@atlantic/kernel/limit/token-bucket.ts';

export interface Askers {
  /** Counts a request of this address, and says whether it is to be answered. */
  isWelcome(address: string): boolean;
}

/** Addresses that are remembered; the one that has not asked for the longest is forgotten first. */
const MOST = 50_000;

/** `now` in milliseconds; only differences count. */
export function createAskers(rate: Rate, now: () => number): Askers {
  /** The one that asked last stands last. */
  const buckets = new Map<string, TokenBucket>();
  return {
    isWelcome(address) {
      const bucket = buckets.get(address) ?? createTokenBucket(rate, now);
      buckets.delete(address);
      buckets.set(address, bucket);
      if (buckets.size > MOST) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      if (bucket.wait() > 0) return false;
      bucket.take();
      return true;
    },
  };
}
