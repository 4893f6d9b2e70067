/** Quota and what is spent of it, of a credential or an account. Pure. */

export interface QuotaUse {
  /** Null: no limit. */
  quota: { bytes: number | null; requests: number | null };
  used: { bytes: number; requests: number };
}

/** Is a limited quota, bytes or requests, fully used? */
export const isSpent = ({ quota, used }: QuotaUse): boolean =>
  (quota.bytes !== null && used.bytes >= quota.bytes) || (quota.requests !== null && used.requests >= quota.requests);
