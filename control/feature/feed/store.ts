/** Feeds in the database: those that were added, and changes of those that ship. */
import type { Feed } from '@atlantic/contract/supply/feed.ts';
import type { Database } from '../../db/schema.ts';
import { allFeeds, type StoredFeed } from './rules.ts';

/** In the order in which they came. */
export async function listFeeds(db: Database): Promise<StoredFeed[]> {
  const rows = await db
    .selectFrom('feed')
    .select(['name', 'managed', 'definition'])
    .orderBy('created_at')
    .orderBy('name')
    .execute();
  return rows.map(({ name, managed, definition }) => ({ name, managed, definition: JSON.parse(definition) }));
}

/** With those that the file declares, and those that ship with Atlantic. */
export const readFeeds = async (db: Database, declared: readonly Feed[], shipped: readonly Feed[]): Promise<Feed[]> =>
  allFeeds(declared, await listFeeds(db), shipped);

/** Adds a feed, or puts it in the place of the one of its name. */
export async function saveFeed(db: Database, { name, managed, definition }: StoredFeed, now: number): Promise<void> {
  const text = JSON.stringify(definition);
  await db
    .insertInto('feed')
    .values({ name, managed, definition: text, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ managed, definition: text }))
    .execute();
}

export async function removeFeed(db: Database, name: string): Promise<void> {
  await db.deleteFrom('feed').where('name', '=', name).execute();
}
