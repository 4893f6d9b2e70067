import { feedSchema } from '@atlantic/contract/supply/feed.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { listFeeds, removeFeed, saveFeed } from './store.ts';

it('keeps feeds in the order in which they came, until they are removed', async () => {
  const db = await testDatabase();
  const { name: _, managed: _managed, ...definition } = feedSchema.parse({ name: 'b', managed: 'api', list: [] });
  await saveFeed(db, { name: 'b', managed: 'api', definition }, TEST_TIME);
  await saveFeed(db, { name: 'a', managed: 'shipped', definition: { enabled: true } }, TEST_TIME + 1);
  await saveFeed(db, { name: 'b', managed: 'api', definition: { ...definition, enabled: false } }, TEST_TIME + 2);
  expect(await listFeeds(db)).toEqual([
    { name: 'b', managed: 'api', definition: { ...definition, enabled: false } },
    { name: 'a', managed: 'shipped', definition: { enabled: true } },
  ]);
  await removeFeed(db, 'b');
  expect((await listFeeds(db)).map(({ name }) => name)).toEqual(['a']);
});
