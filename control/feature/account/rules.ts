/** What an account is and what may be said about it. Pure. */
import type { Account } from '@atlantic/contract/api.ts';
import type { Limits } from '@atlantic/contract/snapshot.ts';

export interface AccountRecord {
  id: string;
  name: string;
  managed: 'api' | 'file';
  /** Null: no limit. */
  quota: { bytes: number | null; requests: number | null };
  used: { bytes: number; requests: number };
  limits: Limits;
  /** Host patterns: never `deny`; and where `only` is not empty, nothing else. */
  targets: { deny: string[]; only: string[] };
  /** How many credentials it has. */
  credentials: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

const isSpent = (quota: number | null, used: number): boolean => quota !== null && used >= quota;

/** The account as the API shows it: `exhausted` when a limited quota, bytes or requests, is fully used. */
export function viewOf({
  name,
  managed,
  quota,
  used,
  limits,
  targets,
  credentials,
  createdAt,
}: AccountRecord): Account {
  const spent = isSpent(quota.bytes, used.bytes) || isSpent(quota.requests, used.requests);
  return {
    name,
    state: spent ? 'exhausted' : 'active',
    managed,
    quota,
    used,
    limits,
    targets,
    credentials,
    createdAt: new Date(createdAt).toISOString(),
  };
}
