import type { FeedView } from '@atlantic/contract/supply/api.ts';
import { type Feed, feedSchema } from '@atlantic/contract/supply/feed.ts';
import { expect, it } from 'vitest';
import { afterChange, allFeeds, viewOf } from './rules.ts';

const feed = (name: string, managed: Feed['managed'], more: object = { url: 'https://lists.example/' }): Feed =>
  feedSchema.parse({ name, managed, ...more });
const definitionOf = ({ name: _, managed: _managed, ...definition }: Feed) => definition;

it('puts the feeds of the file first, and knows each name once', () => {
  const added = {
    name: 'added',
    managed: 'api' as const,
    definition: definitionOf(feed('added', 'api', { list: [] })),
  };
  const taken = { ...added, name: 'ours' };
  const change = { name: 'well-known', managed: 'shipped' as const, definition: { enabled: true, userAgent: null } };
  const shipped = [
    feed('well-known', 'shipped', { url: 'https://a.example/', userAgent: 'x' }),
    feed('rare', 'shipped'),
  ];
  const all = allFeeds([feed('ours', 'file')], [added, taken, change], shipped);
  expect(all.map(({ name, managed, enabled }) => [name, managed, enabled])).toEqual([
    ['ours', 'file', true],
    ['added', 'api', true],
    ['well-known', 'shipped', true],
    ['rare', 'shipped', false],
  ]);
  for (const one of all) expect(feedSchema.parse(one)).toEqual(one);
  expect(all[2]).not.toHaveProperty('userAgent');
});

it('changes what is named, and one source for another', () => {
  const before = feed('a', 'api', { url: 'https://lists.example/', headers: { Authorization: 'hush' } });
  expect(afterChange(before, { everySeconds: 60 })).toEqual({ ...before, everySeconds: 60 });
  expect(afterChange(before, { list: ['192.0.2.1:1'], headers: null })).toMatchObject({ list: ['192.0.2.1:1'] });
  expect(afterChange(before, { headers: null })).not.toHaveProperty('headers');
  expect(() => afterChange(before, { list: [] })).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  expect(() => afterChange(before, { url: 'https://u@lists.example/' })).toThrow('Its url holds a user name');
});

it('shows no header, and what supply says', () => {
  const one = feed('a', 'api', { url: 'https://lists.example/', headers: { Authorization: 'hush' } });
  const away = viewOf(one, undefined);
  expect(away).toMatchObject({ headers: ['Authorization'], listed: 0, state: 'unknown', last: null });
  expect(JSON.stringify(away)).not.toContain('hush');
  const { headers: _, list: _list, ...plain } = one;
  const state = { failures: 2, nextAt: 7, changedAt: 3, alive: 5, yield: 0.5, last: null };
  const said: FeedView = { ...plain, headers: [], listed: 0, ...state, state: 'paused' };
  expect(viewOf(one, said)).toMatchObject({ state: 'paused', ...state });
  expect(viewOf({ ...one, enabled: false }, said).state).toBe('off');
  expect(viewOf({ ...one, enabled: false }, undefined).state).toBe('off');
  expect(viewOf(one, { ...said, state: 'off' }).state).toBe('unknown');
});
