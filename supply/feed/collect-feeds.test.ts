import { expect, it } from 'vitest';
import { collectFeeds } from './collect-feeds.ts';
import { feedOf, startFeedServer } from './fixture/feed-server.ts';
import { readOptions } from './fixture/read-options.ts';

it('reads all feeds into one table; one that fails costs nothing but itself', async () => {
  const { origin } = await startFeedServer((request, response) => {
    if (request.url === '/json') response.end('[{"ip":"1.2.3.4","port":80},{"ip":"1.2.3.6","port":80}]');
    else response.writeHead(500).end();
  });
  const feeds = [
    feedOf({ name: 'text', list: ['1.2.3.4:80', '1.2.3.5:80'] }),
    feedOf({ name: 'gone', url: `${origin}/gone` }),
    feedOf({ name: 'json', url: `${origin}/json` }),
  ];
  const told: string[] = [];
  const { candidates, reports } = await collectFeeds(feeds, {
    ...readOptions(),
    onReport: ({ feed }) => told.push(feed),
  });
  expect(reports.map(({ feed, problem, found }) => [feed, problem, found])).toEqual([
    ['text', null, 2],
    ['gone', 'status', 0],
    ['json', null, 2],
  ]);
  expect(told.sort()).toEqual(['gone', 'json', 'text']);
  expect(candidates.size).toBe(3);
  expect([...candidates.feedsOf(0)].sort()).toEqual(['json', 'text']);
});

it('reads a few at a time', async () => {
  let now = 0;
  let most = 0;
  const { origin } = await startFeedServer((_request, response) => {
    now += 1;
    most = Math.max(most, now);
    setImmediate(() => {
      now -= 1;
      response.end('1.2.3.4:80');
    });
  });
  const feeds = Array.from({ length: 30 }, (_, at) => feedOf({ name: `feed-${at}`, url: origin }));
  const { reports } = await collectFeeds(feeds, readOptions());
  expect(reports.map(({ feed }) => feed)).toEqual(feeds.map(({ name }) => name));
  expect(reports.every(({ found }) => found === 1)).toBe(true);
  expect(most).toBeLessThanOrEqual(8);
});

it('reports what it came to when it is ended', async () => {
  const ending = new AbortController();
  const { origin } = await startFeedServer(() => ending.abort());
  const feeds = Array.from({ length: 12 }, (_, at) => feedOf({ name: `feed-${at}`, url: origin }));
  const { reports } = await collectFeeds(feeds, readOptions({ signal: ending.signal }));
  expect(reports.map(({ problem }) => problem)).toEqual(feeds.map(() => 'aborted'));
});
