import { feedCreateSchema } from '@atlantic/contract/api-feed.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { feedSchema, MOST_FEEDS } from '@atlantic/contract/supply/feed.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { feedActions } from './actions.ts';
import { listFeeds } from './store.ts';

async function opened(declared = 0) {
  const db = await testDatabase();
  const published: number[] = [];
  const feeds = Array.from({ length: declared }, (_, at) =>
    feedSchema.parse({ name: `f${at}`, managed: 'file', list: [] }),
  );
  const actions = feedActions({
    db,
    now: () => TEST_TIME,
    // Reads what is committed: a publication before the commit would not see the change.
    publish: async () => void published.push((await listFeeds(db)).length),
    declared: () => feeds,
    shipped: [],
    call: async () => {
      throw new AtlanticError('supply_away');
    },
  });
  return { actions, published };
}

const added = feedCreateSchema.parse({ name: 'added', list: ['192.0.2.1:1'] });

it('publishes each change once, after its commit, and none that failed', async () => {
  const { actions, published } = await opened();
  await actions.create(added);
  await expect(actions.create(added)).rejects.toMatchObject({ code: 'name_taken' });
  await actions.update('added', { enabled: false });
  await actions.remove('added');
  await expect(actions.remove('added')).rejects.toMatchObject({ code: 'not_found' });
  expect(published).toEqual([1, 1, 0]);
});

it('holds no more feeds than supply reads, and names the one that was meant', async () => {
  const { actions } = await opened(MOST_FEEDS);
  await expect(actions.create(added)).rejects.toMatchObject({ code: 'validation_failed' });
  await expect(actions.get('f7x')).rejects.toMatchObject({ detail: expect.stringContaining('Did you mean f7?') });
  expect(await actions.list()).toHaveLength(MOST_FEEDS);
});
