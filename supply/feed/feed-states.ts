/**
 * How feeds stand: when each is fetched next, whether it fails, and what it is worth. One that fails again and again is asked
 * less and less, and recovers by itself. Pure: times are passed in.
 */
import { type Feed, type FeedReport, type FeedState, feedReportSchema } from '@atlantic/contract/supply/feed.ts';
import { z } from 'zod';

/** Failures in a row, after which a feed is paused. */
export const FAILURES_TO_PAUSE = 5;
/** A paused feed is tried this often at the least. */
export const LONGEST_PAUSE_MS = 86_400_000;
/** Share of the wait by which a fetch comes sooner or later, so that not all come at once. */
export const JITTER = 0.1;

/** What is written down of one feed. */
const savedSchema = z.object({
  failures: z.number().int().min(0),
  nextAt: z.number(),
  changedAt: z.number().nullable(),
  digest: z.string().nullable(),
  alive: z.number().int().min(0),
  yield: z.number().min(0).max(1).nullable(),
  last: feedReportSchema.nullable(),
});
type Saved = z.infer<typeof savedSchema>;

export interface FeedStates {
  /** What there is from now on. A feed that is new, or leads elsewhere than before, is due at once; one that is gone is forgotten. */
  follow(feeds: readonly Feed[], now: number): void;
  /** Those to be fetched. */
  due(now: number): readonly Feed[];
  /** Makes all due, but those that are paused; nobody is asked before the time that he asked for. */
  hurry(now: number): void;
  /** When the next is due; null when none ever is. */
  nextAt(): number | null;
  record(report: FeedReport, now: number): void;
  /** After a run: of what the feed lists, how many were alive. Feeds that are not named keep what they had. */
  score(aliveByFeed: ReadonlyMap<string, { readonly alive: number; readonly listed: number }>): void;
  state(name: string): FeedState | undefined;
  /** Names of all feeds. */
  names(): readonly string[];
  /** For a file, and back again; what cannot be read is left out. */
  save(): Record<string, unknown>;
  restore(saved: unknown): void;
}

const NEW: Omit<Saved, 'nextAt'> = { failures: 0, changedAt: null, digest: null, alive: 0, yield: null, last: null };

/** Milliseconds to the next fetch: from the failure on that pauses it, twice as many with each. */
function longestWait({ everySeconds }: Feed, failures: number): number {
  const usual = everySeconds * 1_000;
  const doubled = usual * 2 ** Math.max(0, failures - FAILURES_TO_PAUSE + 1);
  return Math.min(doubled, Math.max(usual, LONGEST_PAUSE_MS));
}

/** With another of these, what is known of a feed is of another one. */
const sourceOf = ({ url, file, list, headers, userAgent, format, kind, allowPrivate }: Feed): string =>
  JSON.stringify([url, file, list, headers, userAgent, format, kind, allowPrivate]);

/** `random` from 0 up to 1. */
export function createFeedStates(random: () => number): FeedStates {
  let feeds = new Map<string, Feed>();
  const states = new Map<string, Saved>();

  const wait = (feed: Feed, failures: number) => longestWait(feed, failures) * (1 - JITTER + 2 * JITTER * random());

  return {
    follow(list, now) {
      for (const feed of list) {
        const before = feeds.get(feed.name);
        if (before && sourceOf(before) !== sourceOf(feed)) states.delete(feed.name);
      }
      feeds = new Map(list.map((feed) => [feed.name, feed]));
      for (const name of states.keys()) if (!feeds.has(name)) states.delete(name);
      for (const feed of list) {
        const state = states.get(feed.name) ?? { ...NEW, nextAt: now };
        // A shorter interval than before holds at once.
        const latest = Math.max(now + longestWait(feed, state.failures) * (1 + JITTER), state.last?.retryAt ?? 0);
        states.set(feed.name, { ...state, nextAt: Math.min(state.nextAt, latest) });
      }
    },
    due: (now) =>
      [...feeds.values()].filter(({ name, enabled }) => enabled && (states.get(name)?.nextAt ?? now) <= now),
    hurry(now) {
      for (const [name, state] of states) {
        if (state.failures >= FAILURES_TO_PAUSE) continue;
        const soonest = Math.max(now, state.last?.retryAt ?? 0);
        states.set(name, { ...state, nextAt: Math.min(state.nextAt, soonest) });
      }
    },
    nextAt() {
      const times = [...feeds.values()].flatMap(({ name, enabled }) =>
        enabled ? [states.get(name)?.nextAt ?? 0] : [],
      );
      return times.length > 0 ? Math.min(...times) : null;
    },
    record(report, now) {
      const feed = feeds.get(report.feed);
      const before = states.get(report.feed);
      if (feed === undefined || before === undefined) return;
      // Whoever ended the run says nothing about the feed.
      if (report.problem === 'aborted') return void states.set(report.feed, { ...before, last: report });
      const failures = report.problem === null ? 0 : before.failures + 1;
      const digest = report.digest ?? before.digest;
      const changedAt = digest !== before.digest ? report.at : before.changedAt;
      const nextAt = Math.max(now + wait(feed, failures), report.retryAt ?? 0);
      states.set(report.feed, { ...before, failures, digest, changedAt, nextAt, last: report });
    },
    score(aliveByFeed) {
      for (const [name, { alive, listed }] of aliveByFeed) {
        const state = states.get(name);
        const share = listed > 0 ? Math.min(1, alive / listed) : null;
        if (state) states.set(name, { ...state, alive, yield: share });
      }
    },
    state(name) {
      const feed = feeds.get(name);
      const state = states.get(name);
      if (feed === undefined || state === undefined) return undefined;
      const { failures, nextAt, changedAt, alive, yield: share, last } = state;
      const paused = failures >= FAILURES_TO_PAUSE ? 'paused' : 'active';
      return {
        state: feed.enabled ? paused : 'off',
        failures,
        nextAt: feed.enabled ? nextAt : null,
        changedAt,
        alive,
        yield: share,
        last,
      };
    },
    names: () => [...feeds.keys()],
    save: () => Object.fromEntries(states),
    restore(saved) {
      const entries = z.record(z.string(), z.unknown()).safeParse(saved);
      for (const [name, value] of Object.entries(entries.data ?? {})) {
        const state = savedSchema.safeParse(value);
        if (state.success) states.set(name, state.data);
      }
    },
  };
}
