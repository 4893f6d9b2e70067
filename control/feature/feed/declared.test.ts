import { feedSchema } from '@atlantic/contract/supply/feed.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { refuseTakenFeeds } from './declared.ts';
import { saveFeed } from './store.ts';

it('refuses names of the API, and no others', async () => {
  const db = await testDatabase();
  const { name: _, managed: _managed, ...definition } = feedSchema.parse({ name: 'a', managed: 'api', list: [] });
  await saveFeed(db, { name: 'a', managed: 'api', definition }, TEST_TIME);
  await saveFeed(db, { name: 'b', managed: 'shipped', definition: { enabled: true } }, TEST_TIME);
  await refuseTakenFeeds(db, []);
  await refuseTakenFeeds(db, [{ name: 'b' }, { name: 'c' }]);
  await expect(refuseTakenFeeds(db, [{ name: 'c' }, { name: 'a' }])).rejects.toMatchObject({
    code: 'config_invalid',
    detail: expect.stringContaining('"a" was made through the API'),
  });
});
