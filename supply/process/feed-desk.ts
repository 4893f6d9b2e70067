/** The feeds: which there are, how they stand, and what they name. How they stand is kept in a file. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedTest, FeedView } from '@atlantic/contract/supply/api.ts';
import type { Feed, FeedState } from '@atlantic/contract/supply/feed.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { collectFeeds } from '../feed/collect-feeds.ts';
import { createFeedStates } from '../feed/feed-states.ts';
import { resolveBySystem } from '../feed/judged-address.ts';
import { createKeptBodies } from '../feed/kept-bodies.ts';
import { testFeed } from '../feed/test-feed.ts';
import type { Collected, Yield } from '../run/carry-out.ts';

export interface FeedDeskOptions {
  /** A folder of its own. */
  home: string;
  log: Logger;
  /** Sent to owners of feeds. */
  userAgent: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Numbers from 0 up to 1. */
  random: () => number;
}

/** What of the settings feeds are read by. */
export interface FeedTerms {
  readonly feeds: readonly Feed[];
  /** From one full run to the next. */
  readonly everySeconds: number;
  /** Whether proxies at private addresses are taken. */
  readonly allowPrivate: boolean;
}

export interface FeedDesk {
  /** True when there is a feed to be read that was never read, or is another than before. */
  follow(terms: FeedTerms): boolean;
  /** The next run reads all that are enabled, but those that fail again and again, and those whose owner asked for time. */
  hurry(): void;
  /** Whether any is to be read at all. */
  anything(): boolean;
  /** Reads the feeds whose time has come, or comes before the next run is half way. */
  collect(signal: AbortSignal): Promise<Collected>;
  onYields(yields: ReadonlyMap<string, Yield>): void;
  views(): FeedView[];
  test(feed: Feed): Promise<FeedTest>;
}

const UNKNOWN: FeedState = {
  state: 'active',
  failures: 0,
  nextAt: null,
  changedAt: null,
  alive: 0,
  yield: null,
  last: null,
};

function viewOf({ headers, list, ...shown }: Feed, state: FeedState = UNKNOWN): FeedView {
  return { ...shown, headers: Object.keys(headers ?? {}), listed: list?.length ?? 0, ...state };
}

/** What decides what a feed names: with another of it, it is another feed. */
const essence = ({ url, file, list, headers, format, kind, enabled }: Feed): string =>
  JSON.stringify([url, file, list, headers, format, kind, enabled]);

export function openFeedDesk({ home, log, userAgent, now, random }: FeedDeskOptions): FeedDesk {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'feeds.json');
  const bodies = createKeptBodies(join(home, 'bodies'));
  const states = createFeedStates(random);
  let terms: FeedTerms = { feeds: [], everySeconds: 0, allowPrivate: false };
  let known = new Map<string, string>();

  function restore(): void {
    try {
      states.restore(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      // What is lost is learnt again: every feed is due.
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!missing) log.warn('how feeds stand cannot be read, and begins anew', { file, ...faultFields(error) });
    }
  }
  function save(): void {
    try {
      writeFileSync(`${file}.next`, JSON.stringify(states.save()), { mode: 0o600 });
      renameSync(`${file}.next`, file);
    } catch (error) {
      log.warn('how feeds stand cannot be kept on disk', faultFields(error));
    }
  }
  const reading = (signal: AbortSignal) => ({
    bodies,
    userAgent,
    allowPrivate: terms.allowPrivate,
    resolve: resolveBySystem,
    now,
    signal,
  });

  restore();
  return {
    follow(next) {
      const before = known;
      terms = next;
      known = new Map(next.feeds.map((feed) => [feed.name, essence(feed)]));
      states.follow(next.feeds, now());
      void bodies.keepOnly(next.feeds);
      return next.feeds.some(({ name, enabled }) => {
        const former = before.get(name);
        // After a start it is not known what a feed was before, only whether it was read.
        const isNews = former === undefined ? (states.state(name)?.last ?? null) === null : former !== known.get(name);
        return enabled && isNews;
      });
    },
    hurry: () => states.hurry(now()),
    anything: () => terms.feeds.some(({ enabled }) => enabled),
    async collect(signal) {
      const due = states.due(now() + terms.everySeconds * 500);
      const collected = await collectFeeds(due, reading(signal));
      for (const report of collected.reports) states.record(report, now());
      save();
      return collected;
    },
    onYields(yields) {
      states.score(new Map([...yields].map(([name, { checked, alive }]) => [name, { alive, listed: checked }])));
      save();
    },
    views: () => terms.feeds.map((feed) => viewOf(feed, states.state(feed.name))),
    async test(feed) {
      const { report, sample } = await testFeed(feed, reading(new AbortController().signal));
      return { report, sample: [...sample] };
    },
  };
}
