/** The columns that say what a credential or an account may do, as values. */
import type { Limits } from '@atlantic/contract/snapshot.ts';
import type { LimitColumns } from './schema.ts';

/** Null: no limit. */
export interface Quota {
  bytes: number | null;
  requests: number | null;
}

/** What may change; absent means as it is, null no limit. */
export interface LimitChange {
  quotaBytes?: number | null | undefined;
  quotaRequests?: number | null | undefined;
  /** Without `burst`, the requests of one second. */
  rate?: { perSecond: number; burst?: number | undefined } | null | undefined;
  concurrency?: number | null | undefined;
}

export const quotaOf = (row: Pick<LimitColumns, 'quota_bytes' | 'quota_requests'>): Quota => ({
  bytes: row.quota_bytes,
  requests: row.quota_requests,
});

export const limitsOf = (row: Pick<LimitColumns, 'rate_per_second' | 'rate_burst' | 'concurrency'>): Limits => ({
  rate: row.rate_per_second === null ? null : { perSecond: row.rate_per_second, burst: row.rate_burst ?? 1 },
  concurrency: row.concurrency,
});

function rateColumns(rate: LimitChange['rate']): Partial<LimitColumns> {
  if (rate === undefined) return {};
  if (rate === null) return { rate_per_second: null, rate_burst: null };
  return { rate_per_second: rate.perSecond, rate_burst: rate.burst ?? Math.ceil(rate.perSecond) };
}

/** The columns that a change sets. */
export const changedColumns = ({
  quotaBytes,
  quotaRequests,
  rate,
  concurrency,
}: LimitChange): Partial<LimitColumns> => ({
  ...(quotaBytes !== undefined && { quota_bytes: quotaBytes }),
  ...(quotaRequests !== undefined && { quota_requests: quotaRequests }),
  ...rateColumns(rate),
  ...(concurrency !== undefined && { concurrency }),
});

/** The columns of a new row; what is not given has no limit. */
export const newColumns = (limits: LimitChange): LimitColumns => ({
  quota_bytes: null,
  quota_requests: null,
  rate_per_second: null,
  rate_burst: null,
  concurrency: null,
  ...changedColumns(limits),
});
