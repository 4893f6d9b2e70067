/** All feeds of a run, a few at a time, into one table of candidates. */
import type { Feed, FeedReport } from '@atlantic/contract/supply/feed.ts';
import { type Candidates, createCandidates } from './candidates.ts';
import { type ReadOptions, readFeed } from './read-feed.ts';
import { createTurns } from './turns.ts';

/** Feeds that are read at once. */
const AT_ONCE = 8;

export type CollectOptions = Omit<ReadOptions, 'candidates' | 'turns'> & {
  /** Where candidates go, beside those that are there already; a new table when it is left out. */
  readonly candidates?: Candidates;
  /** Called as soon as a feed is read. */
  readonly onReport?: (report: FeedReport) => void;
};

export interface Collected {
  readonly candidates: Candidates;
  /** In the order of the feeds. */
  readonly reports: readonly FeedReport[];
}

/**
 * Reads the feeds. A feed that fails costs nothing but itself. When `signal` aborts, what was not read yet is reported as
 * `aborted`. Never rejects.
 */
export async function collectFeeds(feeds: readonly Feed[], options: CollectOptions): Promise<Collected> {
  const candidates = options.candidates ?? createCandidates();
  const reading: ReadOptions = { ...options, candidates, turns: createTurns(() => performance.now()) };
  const reports: FeedReport[] = [];
  const waiting = feeds.entries();
  const work = async () => {
    for (const [at, feed] of waiting) {
      const report = await readFeed(feed, reading);
      reports[at] = report;
      options.onReport?.(report);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, feeds.length) }, work));
  return { candidates, reports };
}
