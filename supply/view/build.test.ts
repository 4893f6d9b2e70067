import { expect, it } from 'vitest';
import { seededSnapshot } from '../testing/snapshot.ts';
import { buildView } from './build.ts';

it('serves the loop between its slices', async () => {
  let turns = 0;
  let building = true;
  const count = () => {
    turns++;
    if (building) setImmediate(count);
  };
  setImmediate(count);
  await buildView(seededSnapshot(5_000));
  building = false;
  expect(turns).toBeGreaterThan(10);
});

it('makes a view of nothing', async () => {
  const view = await buildView({ version: 3, publishedAt: 4, run: 'r', proxies: [] });
  expect(view.select({}).count).toBe(0);
  expect(view.select({ minUptime: 0.5, kinds: ['http'] }).take(0, 10)).toEqual([]);
  expect(view.best({}, 10)).toEqual([]);
  expect([view.version, view.publishedAt, view.run]).toEqual([3, 4, 'r']);
});
