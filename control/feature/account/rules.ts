/** What an account is and what may be said about it. Pure. */
import type { Account } from '@atlantic/contract/api.ts';
import type { Limits } from '@atlantic/contract/snapshot.ts';
import { isSpent, type QuotaUse } from '@atlantic/contract/spent.ts';

export interface AccountRecord extends QuotaUse {
  id: string;
  name: string;
  managed: 'api' | 'file';
  limits: Limits;
  /** Host patterns: never `deny`; and where `only` is not empty, nothing else. */
  targets: { deny: string[]; only: string[] };
  /** The lowest is given up first when a plane has not enough for all. */
  priority: number;
  /** How many credentials it has. */
  credentials: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** The account as the API shows it: `exhausted` when a limited quota, bytes or requests, is fully used. */
export const viewOf = (record: AccountRecord): Account => ({
  name: record.name,
  state: isSpent(record) ? 'exhausted' : 'active',
  managed: record.managed,
  quota: record.quota,
  used: record.used,
  limits: record.limits,
  targets: record.targets,
  priority: record.priority,
  credentials: record.credentials,
  createdAt: new Date(record.createdAt).toISOString(),
});
