/** What a credential is and what may be said about it. Pure. */
import type { Credential } from '@atlantic/contract/api.ts';
import type { Limits } from '@atlantic/contract/snapshot.ts';
import { isSpent, type QuotaUse } from '@atlantic/contract/spent.ts';

export interface CredentialRecord extends QuotaUse {
  id: string;
  name: string;
  username: string;
  /** SHA-256, hexadecimal. */
  secretHash: string;
  paused: boolean;
  managed: 'api' | 'file';
  account: { id: string; name: string } & QuotaUse;
  limits: Limits;
  /** Addresses and CIDR ranges it may be used from; empty: from anywhere. */
  allowFrom: readonly string[];
  /** Options by name, which clients cannot change. */
  options: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  createdAt: number;
}

const LONGEST_USERNAME = 32;

/**
 * `exhausted` when a limited quota of it or of its account, bytes or requests, is fully used. A paused credential is
 * paused, whatever it used.
 */
export function stateOf(record: QuotaUse & Pick<CredentialRecord, 'paused'> & { account: QuotaUse }) {
  if (record.paused) return 'paused';
  return isSpent(record) || isSpent(record.account) ? 'exhausted' : 'active';
}

/** The credential as the API shows it. */
export const viewOf = (record: CredentialRecord): Credential => ({
  id: record.id,
  name: record.name,
  username: record.username,
  state: stateOf(record),
  managed: record.managed,
  account: record.account.name,
  quota: record.quota,
  used: record.used,
  limits: record.limits,
  allowFrom: [...record.allowFrom],
  options: record.options,
  createdAt: new Date(record.createdAt).toISOString(),
});

export function countStates(records: readonly CredentialRecord[]): Record<Credential['state'], number> {
  const counts = { active: 0, paused: 0, exhausted: 0 };
  for (const record of records) counts[stateOf(record)] += 1;
  return counts;
}

/** A name as a user name: lower-case letters, digits and underscores, at most 32, for every client and shell. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, LONGEST_USERNAME);

/** The slug of `name`, or the slug with the first number that makes it differ from all in `taken`. */
export function usernameFor(name: string, taken: ReadonlySet<string>): string {
  const slug = slugOf(name);
  let username = slug;
  for (let number = 2; taken.has(username); number += 1) {
    const suffix = `_${number}`;
    username = slug.slice(0, LONGEST_USERNAME - suffix.length) + suffix;
  }
  return username;
}
