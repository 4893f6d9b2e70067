/** What the API may do to feeds. Supply hears of a change once it is committed. */
import type { ControlFeed, FeedChange, feedCreateSchema } from '@atlantic/contract/api-feed.ts';
import { nearest } from '@atlantic/contract/config/nearest.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import {
  type FeedTest,
  type FeedView,
  feedTestSchema,
  feedViewsSchema,
  SUPPLY_API_PATHS,
} from '@atlantic/contract/supply/api.ts';
import { type Feed, MOST_FEEDS } from '@atlantic/contract/supply/feed.ts';
import type { z } from 'zod';
import { committing } from '../../db/commit.ts';
import type { Database } from '../../db/schema.ts';
import { afterChange, viewOf } from './rules.ts';
import { listFeeds, readFeeds, removeFeed, saveFeed } from './store.ts';

/** Calls supply's own API; control/feature/supply/call.ts. */
type Call = <Schema extends z.ZodType>(
  request: { method: 'GET' | 'POST'; path: string; body?: object; timeoutMs?: number },
  schema: Schema,
) => Promise<z.output<Schema>>;

export interface FeedActionsOptions {
  db: Database;
  now: () => number;
  publish: () => Promise<void>;
  /** Those of the file, and those that ship with Atlantic. */
  declared: () => readonly Feed[];
  shipped: readonly Feed[];
  call: Call;
}

/** All but `list` and `create` throw `not_found`. */
export interface FeedActions {
  list(): Promise<ControlFeed[]>;
  get(name: string): Promise<ControlFeed>;
  /** Throws `name_taken`, and `validation_failed` when there are as many as supply reads. */
  create(feed: z.output<typeof feedCreateSchema>): Promise<ControlFeed>;
  /** Throws `managed_by_file` and `validation_failed`. */
  update(name: string, change: FeedChange): Promise<ControlFeed>;
  /** Throws `managed_by_file`, and `validation_failed` for one that ships. */
  remove(name: string): Promise<void>;
  /** Has supply fetch it now, which changes nothing. Throws `supply_away`. */
  test(name: string): Promise<FeedTest>;
}

/** How long a list waits to hear how its feeds are: it is of use without that. */
const PATIENCE_MS = 2_000;
/** What a test may take beside the fetch itself. */
const GRACE_MS = 10_000;

/** What is stored of a feed that ships is only what differs, so that the rest changes with Atlantic. */
const SOURCES = ['url', 'list'] as const;

export function feedActions({ db, now, publish, declared, shipped, call }: FeedActionsOptions): FeedActions {
  const commit = committing(db, publish);
  const all = (step: Database) => readFeeds(step, declared(), shipped);

  async function find(step: Database, name: string): Promise<Feed> {
    const feeds = await all(step);
    const found = feeds.find((feed) => feed.name === name);
    if (found) return found;
    const meant = nearest(
      name,
      feeds.map((feed) => feed.name),
    );
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new AtlanticError('not_found', { detail: `There is no feed ${name}.${hint}` });
  }

  async function said(): Promise<ReadonlyMap<string, FeedView>> {
    const request = { method: 'GET', path: SUPPLY_API_PATHS.feeds, timeoutMs: PATIENCE_MS } as const;
    const feeds = await call(request, feedViewsSchema).then(
      (answer) => answer.feeds,
      () => [],
    );
    return new Map(feeds.map((feed) => [feed.name, feed]));
  }
  const viewNow = async (feed: Feed) => viewOf(feed, (await said()).get(feed.name));

  return {
    async list() {
      const states = await said();
      return (await all(db)).map((feed) => viewOf(feed, states.get(feed.name)));
    },
    get: async (name) => viewNow(await find(db, name)),
    async create({ name, ...definition }) {
      await commit(async (step) => {
        const feeds = await all(step);
        if (feeds.some((feed) => feed.name === name)) throw new AtlanticError('name_taken');
        if (feeds.length >= MOST_FEEDS)
          throw new AtlanticError('validation_failed', { detail: `There are ${MOST_FEEDS} feeds; remove one first.` });
        await saveFeed(step, { name, managed: 'api', definition }, now());
      });
      return viewOf({ name, managed: 'api', ...definition }, undefined);
    },
    async update(name, change) {
      const after = await commit(async (step) => {
        const feed = await find(step, name);
        const { managed } = feed;
        if (managed === 'file') throw new AtlanticError('managed_by_file');
        const changed = afterChange(feed, change);
        if (managed === 'api') {
          const { name: _, managed: _managed, ...definition } = changed;
          await saveFeed(step, { name, managed, definition }, now());
          return changed;
        }
        const fixed = SOURCES.find((key) => change[key] !== undefined);
        if (fixed)
          throw new AtlanticError('validation_failed', {
            detail: `The ${fixed} of a feed that ships with Atlantic stays.`,
          });
        const before = (await listFeeds(step)).find((one) => one.name === name);
        await saveFeed(step, { name, managed, definition: { ...before?.definition, ...change } }, now());
        return changed;
      });
      return viewNow(after);
    },
    remove: (name) =>
      commit(async (step) => {
        const { managed } = await find(step, name);
        if (managed === 'file') throw new AtlanticError('managed_by_file');
        if (managed === 'shipped') {
          const detail = 'A feed that ships with Atlantic can be paused, and not removed.';
          throw new AtlanticError('validation_failed', { detail });
        }
        await removeFeed(step, name);
      }),
    async test(name) {
      const body = await find(db, name);
      const timeoutMs = body.timeoutSeconds * 1000 + GRACE_MS;
      return call({ method: 'POST', path: SUPPLY_API_PATHS.feedTest, body, timeoutMs }, feedTestSchema);
    },
  };
}
