/**
 * What one worker may still spend for one credential.
 *
 * Spending is taken before it happens and never goes below zero, so the sum over all workers cannot exceed what control
 * granted. A worker takes small leases from its plane's primary, larger ones the faster it spends, and asks for the
 * next before the last is gone, so that traffic does not wait.
 */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { covers, larger, minus, NOTHING, plus, type Quantity } from './quantity.ts';

export const SMALLEST_LEASE: Quantity = { bytes: 65_536, requests: 8 };
export const LARGEST_LEASE: Quantity = { bytes: 67_108_864, requests: 8_192 };
/** A lease spent faster than this was too small. */
const QUICK_MS = 1_000;
/** After "nothing more", the next request that lacks something asks again, but not more often than this. */
const REFUSAL_HOLDS_MS = 100;

/** A spent quota comes back when somebody raises it; asking every second does not help. */
const SPENT_RETRY_SECONDS = 60;

export interface LeaseAsk {
  credential: string;
  /** Counts how often the limits changed; with `base`, it tells the primary what was spent outside of leases. */
  era: number;
  base: Quantity;
  need: Quantity;
  want: Quantity;
}

export interface LeaseReply {
  era: number;
  add: Quantity;
  state: 'granted' | 'exhausted' | 'unavailable';
}

export interface Limited {
  bytes: boolean;
  requests: boolean;
}

export interface Budget {
  /** Spends `amount` now if all of it is there. */
  take(amount: Quantity): boolean;
  /** Spends as many of `bytes` as are there, and says how many. */
  takeUpTo(bytes: number): number;
  /** Gives back bytes that were taken and not used. */
  giveBack(bytes: number): void;
  /** Waits until `need` can be taken. Rejects with `quota_exceeded` or `quota_unavailable`. */
  ready(need: Quantity): Promise<void>;
  /** Returns leases that are not needed, because another worker lacks them. */
  surrender(): Quantity;
  /** Follows a change of the credential's limits. */
  limit(limits: Limited): void;
  /** What can be taken now; infinite where there is no limit. */
  available(): Quantity;
}

export function createBudget(options: {
  credential: string;
  limits: Limited;
  ask: (ask: LeaseAsk) => Promise<LeaseReply>;
  /** Milliseconds; only differences count. */
  now: () => number;
}): Budget {
  const { credential, ask, now } = options;
  let limits = options.limits;
  let spent = NOTHING;
  let ceiling = NOTHING;
  let era = 1;
  let base = NOTHING;
  let lease = SMALLEST_LEASE;
  let askedAt = Number.NEGATIVE_INFINITY;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let takenAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<LeaseReply> | undefined;

  const available = (): Quantity => ({
    bytes: limits.bytes ? ceiling.bytes - spent.bytes : Number.POSITIVE_INFINITY,
    requests: limits.requests ? ceiling.requests - spent.requests : Number.POSITIVE_INFINITY,
  });

  const adaptLease = () => {
    const quick = now() - askedAt < QUICK_MS;
    const scale = (size: number, least: number, most: number) =>
      Math.min(most, Math.max(least, quick ? size * 2 : Math.floor(size / 2)));
    lease = {
      bytes: scale(lease.bytes, SMALLEST_LEASE.bytes, LARGEST_LEASE.bytes),
      requests: scale(lease.requests, SMALLEST_LEASE.requests, LARGEST_LEASE.requests),
    };
    askedAt = now();
  };

  /** One question is under way at a time; whoever needs an answer meanwhile waits for the same one. */
  const askMore = (need: Quantity): Promise<LeaseReply> => {
    if (asking) return asking;
    adaptLease();
    asking = ask({ credential, era, base, need, want: larger(need, lease) })
      .then((reply) => {
        if (reply.era === era) ceiling = plus(ceiling, reply.add);
        if (reply.state !== 'granted') refusedAt = now();
        return reply;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };

  const prefetch = () => {
    const left = available();
    const low = left.bytes < lease.bytes / 2 || left.requests < lease.requests / 2;
    if (low && !asking && now() - refusedAt >= REFUSAL_HOLDS_MS) askMore(NOTHING).catch(() => {});
  };

  const spend = (amount: Quantity) => {
    spent = plus(spent, amount);
    takenAt = now();
    if (limits.bytes || limits.requests) prefetch();
  };

  return {
    available,
    take(amount) {
      if (!covers(available(), amount)) return false;
      spend(amount);
      return true;
    },
    takeUpTo(bytes) {
      const taken = Math.min(bytes, Math.max(0, available().bytes));
      if (taken > 0) spend({ bytes: taken, requests: 0 });
      return taken;
    },
    giveBack(bytes) {
      spent = minus(spent, { bytes, requests: 0 });
    },
    async ready(need) {
      while (!covers(available(), need)) {
        const { state } = await askMore(need);
        if (covers(available(), need)) return;
        if (state === 'exhausted')
          throw new AtlanticError('quota_exceeded', { retryAfterSeconds: SPENT_RETRY_SECONDS });
        if (state === 'unavailable') throw new AtlanticError('quota_unavailable');
      }
    },
    surrender() {
      const left = larger(available(), NOTHING);
      const busy = now() - takenAt < QUICK_MS;
      const part = (amount: number, limited: boolean) => (limited ? (busy ? Math.ceil(amount / 2) : amount) : 0);
      const returned = { bytes: part(left.bytes, limits.bytes), requests: part(left.requests, limits.requests) };
      ceiling = minus(ceiling, returned);
      lease = SMALLEST_LEASE;
      return returned;
    },
    limit(next) {
      if (next.bytes === limits.bytes && next.requests === limits.requests) return;
      limits = next;
      era += 1;
      base = spent;
      ceiling = spent;
    },
  };
}
