import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFeedSets, MOST_FEEDS_OF_ONE, MOST_SETS } from './feed-sets.ts';

it('keeps what a set of names would keep', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'))), (proxies) => {
      const sets = createFeedSets();
      for (const feeds of proxies) {
        const set = feeds.reduce((number, feed) => sets.with(number, feed), 0);
        expect([...sets.feedsOf(set)].sort()).toEqual([...new Set(feeds)].sort());
      }
    }),
  );
});

it('has one number for one set, however it came about', () => {
  const sets = createFeedSets();
  expect(sets.with(sets.with(0, 'a'), 'b')).toBe(sets.with(sets.with(0, 'b'), 'a'));
});

it('remembers the first feeds of a proxy that very many name', () => {
  const sets = createFeedSets();
  let set = 0;
  for (let feed = 0; feed < MOST_FEEDS_OF_ONE + 5; feed += 1) set = sets.with(set, `feed-${feed}`);
  expect(sets.feedsOf(set)).toHaveLength(MOST_FEEDS_OF_ONE);
  expect(sets.feedsOf(set)).not.toContain(`feed-${MOST_FEEDS_OF_ONE}`);
});

it('leaves a proxy the feeds it has when there are too many different sets', () => {
  const sets = createFeedSets();
  for (let feed = 0; feed < MOST_SETS - 1; feed += 1) sets.with(0, `feed-${feed}`);
  const one = sets.with(0, 'feed-0');
  expect(sets.with(one, 'feed-1')).toBe(one);
  expect(sets.feedsOf(one)).toEqual(['feed-0']);
});
