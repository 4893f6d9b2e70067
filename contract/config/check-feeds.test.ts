import { expect, it } from 'vitest';
import { checkFeeds } from './check-feeds.ts';
import { openSource } from './yaml-source.ts';

const found = (feeds: string) =>
  checkFeeds(openSource(`supply: { feeds: ${feeds} }`, 'a.yaml')).map(({ key, message }) => [key, message]);

it.each([
  '[]',
  '[7, ~, []]',
  'all',
  '[{ url: "http://a.example/", headers: {} }]',
  '[{ list: [] }]',
])('passes %s', (feeds) => expect(found(feeds)).toEqual([]));

it('looks at each feed', () => {
  expect(found('[{}, { url: u, list: [] }, { file: f, headers: {} }, { url: "http://u@h/" }]')).toEqual([
    ['supply.feeds[0]', 'has no source; give it one of url, file and list'],
    ['supply.feeds[1].list', 'stands beside url; a feed has one of url, file and list'],
    ['supply.feeds[2].headers', 'is only for a feed with a url'],
    ['supply.feeds[3].url', 'holds a user name; send it in headers, as Authorization'],
  ]);
});
