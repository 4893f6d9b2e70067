/**
 * From what a feed says to candidates: what it does not say of an entry is filled in, addresses that nobody else could
 * reach are left out, and all of it is counted. Pure.
 */
import { isIP } from 'node:net';
import { isLocalName } from '@atlantic/contract/local-name.ts';
import type { FeedReport, Rejection } from '@atlantic/contract/supply/feed.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { formatV4Number, parseV4Number } from '@atlantic/wire/ip-address.ts';
import { type AddressScope, scopeOf, scopeOfV4 } from '@atlantic/wire/public-address.ts';
import type { Added, Candidates } from './candidates.ts';
import type { Entry, Findings } from './findings.ts';

/** Addresses that the ranges of one feed may come to. */
export const MOST_FROM_RANGES = 1_048_576;

export interface AdmissionRules {
  readonly feed: string;
  /** What entries speak that do not say so. */
  readonly kind: SupplyKind | undefined;
  /** Whether private and special addresses are taken. */
  readonly allowPrivate: boolean;
}

export interface Admission extends Findings {
  /** Adds up to `most` addresses of ranges that were read. True: there are more of them. */
  unfold(most: number): boolean;
  counts(): Pick<FeedReport, 'found' | 'fresh' | 'duplicate' | 'rejected'>;
}

const PROBLEMS: Readonly<Record<AddressScope, Rejection | undefined>> = {
  public: undefined,
  private: 'private-address',
  special: 'special-address',
};

/** Of the literal address; of a name, whether it can only mean this machine or its network. */
function hostProblem(host: string): Rejection | undefined {
  if (isIP(host) !== 0) return PROBLEMS[scopeOf(host)];
  return !host.includes('.') || isLocalName(host) ? 'private-address' : undefined;
}

export function createAdmission(candidates: Candidates, { feed, kind, allowPrivate }: AdmissionRules): Admission {
  const counts = { found: 0, fresh: 0, duplicate: 0, rejected: {} as Partial<Record<Rejection, number>> };
  const ranges: { entry: Entry; first: number; next: number; count: number }[] = [];
  let fromRanges = 0;

  const reject = (reason: Rejection, times = 1) => {
    counts.rejected[reason] = (counts.rejected[reason] ?? 0) + times;
  };
  const count = (added: Added) => {
    if (added === 'full') return reject('too-many');
    counts.found += 1;
    counts[added] += 1;
  };
  const one = (entry: Entry) => {
    const problem = allowPrivate ? undefined : hostProblem(entry.host);
    if (problem !== undefined) return reject(problem);
    const { host, port, username, password } = entry;
    const user = username === undefined ? {} : { username, ...(password !== undefined && { password }) };
    count(candidates.add(feed, { kind: entry.kind ?? kind, host, port, ...user }));
  };

  return {
    v4(said, address, port) {
      const problem = allowPrivate ? undefined : PROBLEMS[scopeOfV4(address)];
      if (problem !== undefined) reject(problem);
      else count(candidates.addV4(feed, said ?? kind, address, port));
    },
    entry(entry) {
      if (entry.count === undefined) return one(entry);
      if (fromRanges + entry.count > MOST_FROM_RANGES) return reject('too-many', entry.count);
      fromRanges += entry.count;
      const first = parseV4Number(entry.host);
      ranges.push({ entry, first, next: 0, count: entry.count });
    },
    reject,
    unfold(most) {
      let left = most;
      for (let range = ranges[0]; range !== undefined && left > 0; range = ranges[0]) {
        for (; range.next < range.count && left > 0; left -= 1) {
          one({ ...range.entry, host: formatV4Number(range.first + range.next) });
          range.next += 1;
        }
        if (range.next === range.count) ranges.shift();
      }
      return ranges.length > 0;
    },
    counts: () => ({ ...counts, rejected: { ...counts.rejected } }),
  };
}
