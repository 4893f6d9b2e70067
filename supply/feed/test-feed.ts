/** A feed tried out: read once, into a table of its own, so that nothing comes of it but the report. */
import type { Feed, FeedReport } from '@atlantic/contract/supply/feed.ts';
import { hostPort, shownAddress } from '@atlantic/contract/supply/proxy.ts';
import { createCandidates } from './candidates.ts';
import { type ReadOptions, readFeed } from './read-feed.ts';
import { createTurns } from './turns.ts';

/** Addresses that are shown. */
const SHOWN = 10;
/** Proxies of a feed that is tried out; more are not looked for. */
const MOST_TRIED = 1_000_000;

export interface TestedFeed {
  readonly report: FeedReport;
  /** The first addresses, without users and passwords; `HOST:PORT` where the kind is not known. */
  readonly sample: readonly string[];
}

/** Never rejects. */
export async function testFeed(
  feed: Feed,
  options: Omit<ReadOptions, 'candidates' | 'turns' | 'bodies'>,
): Promise<TestedFeed> {
  const candidates = createCandidates(MOST_TRIED);
  const turns = createTurns(() => performance.now());
  const report = await readFeed(feed, { ...options, candidates, turns, bodies: undefined });
  const sample = Array.from({ length: Math.min(SHOWN, candidates.size) }, (_, index) => {
    const { kind, ...address } = candidates.at(index);
    return kind === undefined ? hostPort(address) : shownAddress({ kind, ...address });
  });
  return { report, sample };
}
