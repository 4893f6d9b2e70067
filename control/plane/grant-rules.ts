/**
 * How much of a credential's quota, and of its account's, one epoch of a plane may spend. Pure.
 *
 * Each of the two is a purse, and a grant must fit into both. For each limited quantity of a purse holds, at every moment:
 * used + sum of (granted - used) over all epochs and all credentials that spend from it <= quota, so that planes which spend only what they were told never spend more than the quota, whatever messages get lost.
 */
import type { Grant, GrantAsk } from '@atlantic/contract/plane.ts';

export interface Amounts {
  bytes: number;
  requests: number;
}

/** A quota (null: no limit), everything reported as spent of it, and what all but the asking epoch may still spend. */
export interface Purse {
  quota: { bytes: number | null; requests: number | null };
  used: Amounts;
  elsewhere: Amounts;
}

/** What one epoch was granted of one credential, and what it has reported as spent, both in all. */
export interface Holding {
  granted: Amounts;
  used: Amounts;
}

/** Leases are an eighth of what is free, so the last bytes are shared; but not less than these, or planes would ask all the time. */
const SHARE = 8;
const SMALLEST_LEASE: Amounts = { bytes: 65_536, requests: 8 };

const QUANTITIES = ['bytes', 'requests'] as const;
type Quantity = (typeof QUANTITIES)[number];

export const NOTHING: Amounts = { bytes: 0, requests: 0 };

/** What the epoch may spend in all. Spending without a limit may have carried `used` past `granted`. */
export const totalOf = ({ granted, used }: Holding): Amounts => ({
  bytes: Math.max(granted.bytes, used.bytes),
  requests: Math.max(granted.requests, used.requests),
});

/** What may still be spent under grants that these epochs hold. */
export function outstandingOf(holdings: readonly Holding[]): Amounts {
  const sum = { ...NOTHING };
  for (const { granted, used } of holdings) {
    sum.bytes += Math.max(0, granted.bytes - used.bytes);
    sum.requests += Math.max(0, granted.requests - used.requests);
  }
  return sum;
}

function freeIn({ quota, used, elsewhere }: Purse, own: Holding, quantity: Quantity): number | null {
  const limit = quota[quantity];
  if (limit === null) return null;
  return Math.max(0, limit - used[quantity] - elsewhere[quantity] - outstandingOf([own])[quantity]);
}

/** What is neither spent nor granted to any epoch, in the purse that has least; null where there is no limit. */
export function freeQuota(purses: readonly Purse[], own: Holding): Grant['free'] {
  const free = (quantity: Quantity) => {
    const limited = purses.map((purse) => freeIn(purse, own, quantity)).filter((amount) => amount !== null);
    return limited.length === 0 ? null : Math.min(...limited);
  };
  return { bytes: free('bytes'), requests: free('requests') };
}

/**
 * The new total of one quantity. What the plane wants is `have + more`. When an answer was lost, its `have` lies below
 * what it was granted, and only the rest is given, so that asking twice never takes twice. When it has spent without a
 * limit and not reported it yet, `have` lies above; that part is granted beside the lease, because it is gone already.
 */
function raise(quantity: Quantity, total: number, free: Grant['free'], ask: GrantAsk): number {
  const wanted = Math.max(0, ask.have[quantity] + ask.more[quantity] - total);
  const available = free[quantity] ?? Number.POSITIVE_INFINITY;
  const spentUnheard = Math.max(0, ask.have[quantity] - total);
  const share = Math.max(SMALLEST_LEASE[quantity], Math.floor(available / SHARE));
  return Math.min(Number.MAX_SAFE_INTEGER, total + Math.min(wanted, available, spentUnheard + share));
}

/** The epoch's new total, and how to tell its plane. */
export type Decision = Pick<Grant, 'total' | 'state'>;

/**
 * Decides one ask of the epoch that holds `own`, out of all `purses`.
 * `wait` when what it lacks is held elsewhere, `exhausted` when an empty purse is owed nothing by anybody.
 */
export function decideAsk(purses: readonly Purse[], own: Holding, ask: GrantAsk): Decision {
  const before = totalOf(own);
  const free = freeQuota(purses, own);
  const total = {
    bytes: raise('bytes', before.bytes, free, ask),
    requests: raise('requests', before.requests, free, ask),
  };
  const starved = QUANTITIES.filter(
    (quantity) =>
      ask.more[quantity] > 0 && total[quantity] === before[quantity] && total[quantity] <= ask.have[quantity],
  );
  if (starved.length === 0) return { total, state: 'granted' };
  const mayRefill = (quantity: Quantity) =>
    purses.every((purse) => freeIn(purse, own, quantity) !== 0 || purse.elsewhere[quantity] > 0);
  return { total, state: starved.every(mayRefill) ? 'wait' : 'exhausted' };
}

/** What stays granted when the epoch keeps only `have`. What is spent cannot be given back. */
export const keepOnly = ({ granted, used }: Holding, have: Amounts): Amounts => ({
  bytes: Math.max(used.bytes, Math.min(granted.bytes, have.bytes)),
  requests: Math.max(used.requests, Math.min(granted.requests, have.requests)),
});

/** The answer for a credential that is deleted or was never known, and for an epoch that is closed. */
export const refusal = (credential: string): Grant => ({
  credential,
  total: NOTHING,
  state: 'exhausted',
  free: NOTHING,
});
