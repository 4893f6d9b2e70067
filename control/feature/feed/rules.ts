/** Feeds as supply is told of them and as the API shows them. Pure. */
import type { ControlFeed, FeedChange } from '@atlantic/contract/api-feed.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { FeedView } from '@atlantic/contract/supply/api.ts';
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import { feedFaults } from '@atlantic/contract/supply/feed-problem.ts';

/** Of a feed that was added, all of it; of one that ships with Atlantic, what was changed. */
export type StoredFeed =
  | { readonly name: string; readonly managed: 'api'; readonly definition: Omit<Feed, 'name' | 'managed'> }
  | { readonly name: string; readonly managed: 'shipped'; readonly definition: FeedChange };

/** Without what is null or undefined. */
function stated(feed: object): object {
  return Object.fromEntries(Object.entries(feed).filter(([, value]) => value !== null && value !== undefined));
}

const changed = (feed: Feed, change: FeedChange): Feed => ({ ...feed, ...change }) as Feed;

/**
 * All of them: those of the file, those that were added, and those that ship, which are off unless they were switched on. Of one
 * name only the first counts, so that a file can decide about a feed that ships.
 */
export function allFeeds(declared: readonly Feed[], stored: readonly StoredFeed[], shipped: readonly Feed[]): Feed[] {
  const added = stored.flatMap(({ name, managed, definition }) =>
    managed === 'api' ? [{ name, ...definition, managed }] : [],
  );
  const changes = new Map(stored.flatMap((one) => (one.managed === 'shipped' ? [[one.name, one.definition]] : [])));
  const own = shipped.map((feed) => {
    const off: Feed = { ...feed, managed: 'shipped', enabled: false };
    return stated(changed(off, changes.get(feed.name) ?? {})) as Feed;
  });
  const all = new Map<string, Feed>();
  for (const feed of [...declared, ...added, ...own]) if (!all.has(feed.name)) all.set(feed.name, feed);
  return [...all.values()];
}

/** The feed with the change in it. Throws `validation_failed` where that does not go together. */
export function afterChange(feed: Feed, change: FeedChange): Feed {
  const source = change.url === undefined ? (change.list === undefined ? {} : { url: undefined }) : { list: undefined };
  const after = stated({ ...feed, ...source, ...change }) as Feed;
  const [fault] = feedFaults({ ...after });
  if (fault) {
    const what = fault.key === undefined ? 'The feed' : `Its ${fault.key}`;
    throw new AtlanticError('validation_failed', { detail: `${what} ${fault.message}.` });
  }
  return after;
}

/** As supply said of it, where it has; the definition is control's, which is newer. */
export function viewOf({ headers = {}, list = [], ...feed }: Feed, said: FeedView | undefined): ControlFeed {
  const shown = { ...feed, headers: Object.keys(headers), listed: list.length };
  if (!said) {
    const unknown = { state: feed.enabled ? ('unknown' as const) : ('off' as const), failures: 0, nextAt: null };
    return { ...shown, ...unknown, changedAt: null, alive: 0, yield: null, last: null };
  }
  const { failures, nextAt, changedAt, alive, yield: share, last } = said;
  const state = feed.enabled ? (said.state === 'off' ? 'unknown' : said.state) : 'off';
  return { ...shown, state, failures, nextAt, changedAt, alive, yield: share, last };
}
