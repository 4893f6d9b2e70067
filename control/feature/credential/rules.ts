/** What a credential is and what may be said about it. Pure. */
import type { Credential } from '@atlantic/contract/api.ts';

export interface CredentialRecord {
  id: string;
  name: string;
  username: string;
  /** SHA-256, hexadecimal. */
  secretHash: string;
  paused: boolean;
  managed: 'api' | 'file';
  /** Null: no limit. */
  quota: { bytes: number | null; requests: number | null };
  used: { bytes: number; requests: number };
  /** Addresses and CIDR ranges it may be used from; empty: from anywhere. */
  allowFrom: readonly string[];
  /** Milliseconds since 1970. */
  createdAt: number;
}

const LONGEST_USERNAME = 32;

const isSpent = (quota: number | null, used: number): boolean => quota !== null && used >= quota;

/** `exhausted` when a limited quota, bytes or requests, is fully used. A paused credential is paused, whatever it used. */
export function stateOf({ paused, quota, used }: Pick<CredentialRecord, 'paused' | 'quota' | 'used'>) {
  if (paused) return 'paused';
  return isSpent(quota.bytes, used.bytes) || isSpent(quota.requests, used.requests) ? 'exhausted' : 'active';
}

/** The credential as the API shows it. */
export const viewOf = (record: CredentialRecord): Credential => ({
  id: record.id,
  name: record.name,
  username: record.username,
  state: stateOf(record),
  managed: record.managed,
  quota: record.quota,
  used: record.used,
  allowFrom: [...record.allowFrom],
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
