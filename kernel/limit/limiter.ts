/**
 * What may happen at a time, kept in one place for all workers of a plane: token buckets and how many requests are under
 * way, for each credential and for each account.
 *
 * A request enters by all limits that hold for it or by none, and leaves once. What a dead worker had under way is over.
 */
import type { Limits } from '@atlantic/contract/snapshot.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** Whose limits they are: a credential's id, and its account's. */
export interface Owners {
  credential: string;
  account: string;
}

/** `retryMs`: when a token will be there; of concurrency nobody knows. */
export type Entry =
  | { state: 'entered' }
  | { state: 'rate'; owner: keyof Owners; retryMs: number }
  | { state: 'concurrency'; owner: keyof Owners };

export interface Limiter {
  enter(worker: number, owners: Owners): Entry;
  leave(worker: number, owners: Owners): void;
  workerGone(worker: number): void;
  /** Follows the limits of a new snapshot. What is under way stays so, even above a lowered limit. */
  update(credentials: readonly Limited[], accounts: readonly Limited[]): void;
}

interface Limited {
  id: string;
  limits: Limits;
}

interface Gate {
  limits: Limits;
  bucket: TokenBucket | undefined;
  /** Under way, by worker. */
  active: Map<number, number>;
}

const OWNERS = ['credential', 'account'] as const;

const activeOf = (gate: Gate): number => gate.active.values().reduce((sum, count) => sum + count, 0);
const isFull = (gate: Gate): boolean => gate.limits.concurrency !== null && activeOf(gate) >= gate.limits.concurrency;

/** `now` in milliseconds; only differences count. */
export function createLimiter(now: () => number): Limiter {
  const gates: Record<keyof Owners, Map<string, Gate>> = { credential: new Map(), account: new Map() };

  /** One that is not in the snapshot any more is not limited, and only counted until it is empty. */
  const gateOf = (owner: keyof Owners, id: string): Gate => {
    const known = gates[owner].get(id);
    if (known) return known;
    const gate: Gate = { limits: { rate: null, concurrency: null }, bucket: undefined, active: new Map() };
    gates[owner].set(id, gate);
    return gate;
  };

  const follow = (owner: keyof Owners, all: readonly Limited[]) => {
    const limited = new Map(
      all.filter(({ limits }) => limits.rate !== null || limits.concurrency !== null).map((each) => [each.id, each]),
    );
    for (const [id, gate] of gates[owner]) {
      if (limited.has(id)) continue;
      if (gate.active.size === 0) gates[owner].delete(id);
      else Object.assign(gate, { limits: { rate: null, concurrency: null }, bucket: undefined });
    }
    for (const [id, { limits }] of limited) {
      const gate = gateOf(owner, id);
      if (limits.rate === null) gate.bucket = undefined;
      else if (gate.bucket === undefined) gate.bucket = createTokenBucket(limits.rate, now);
      else gate.bucket.change(limits.rate);
      gate.limits = limits;
    }
  };

  const count = (worker: number, owners: Owners, change: 1 | -1) => {
    for (const owner of OWNERS) {
      const { active } = gateOf(owner, owners[owner]);
      const left = (active.get(worker) ?? 0) + change;
      if (left > 0) active.set(worker, left);
      else active.delete(worker);
    }
  };

  return {
    enter(worker, owners) {
      for (const owner of OWNERS) {
        if (isFull(gateOf(owner, owners[owner]))) return { state: 'concurrency', owner };
      }
      const buckets = OWNERS.flatMap((owner) => {
        const { bucket } = gateOf(owner, owners[owner]);
        return bucket ? [{ owner, bucket }] : [];
      });
      for (const { owner, bucket } of buckets) {
        const retryMs = bucket.wait();
        if (retryMs > 0) return { state: 'rate', owner, retryMs };
      }
      for (const { bucket } of buckets) bucket.take();
      count(worker, owners, 1);
      return { state: 'entered' };
    },
    leave: (worker, owners) => count(worker, owners, -1),
    workerGone(worker) {
      for (const owner of OWNERS) for (const { active } of gates[owner].values()) active.delete(worker);
    },
    update(credentials, accounts) {
      follow('credential', credentials);
      follow('account', accounts);
    },
  };
}
