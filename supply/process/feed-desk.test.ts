import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Feed, feedSchema } from '@atlantic/contract/supply/feed.ts';
import { freshFolder } from '@atlantic/kernel/fixture/folder.ts';
import { readableLog } from '@atlantic/kernel/fixture/log.ts';
import { expect, it, onTestFinished } from 'vitest';
import { openFeedDesk } from './feed-desk.ts';

const feed = (name: string, more: Partial<Feed>): Feed =>
  feedSchema.parse({ name, managed: 'file', allowPrivate: true, everySeconds: 100, ...more });
const never = () => new AbortController().signal;

function desk(home = join(freshFolder(), 'feeds'), now = { ms: 1_000_000 }) {
  const { log, lines } = readableLog();
  const opened = openFeedDesk({ home, log, userAgent: 'Atlantic/test', now: () => now.ms, random: () => 0.5 });
  return { ...opened, home, now, lines };
}
const terms = (...feeds: readonly Feed[]) => ({ feeds, everySeconds: 100, allowPrivate: true });

it('reads what is due, and says when there is something new to be read', async () => {
  const { follow, anything, collect, hurry, now, views } = desk();
  expect(anything()).toBe(false);
  const one = feed('one', { list: ['127.0.0.1:1', 'socks5://127.0.0.1:2'] });
  const off = feed('off', { list: ['127.0.0.1:3'], enabled: false });
  expect(follow(terms(one, off))).toBe(true);
  expect(follow(terms(one, off))).toBe(false);
  const { candidates, reports } = await collect(never());
  expect([candidates.size, reports.map(({ feed: name }) => name)]).toEqual([2, ['one']]);
  // In less than half a run's time nothing is due; then it is.
  expect((await collect(never())).reports).toEqual([]);
  hurry();
  expect((await collect(never())).reports).toHaveLength(1);
  now.ms += 60_000;
  expect((await collect(never())).reports).toHaveLength(1);
  expect(views()).toMatchObject([
    { name: 'one', state: 'active', listed: 2, headers: [] },
    { name: 'off', state: 'off' },
  ]);
  expect(follow(terms(one, feed('off', { list: ['127.0.0.1:3'] })))).toBe(true);
  expect(follow(terms())).toBe(false);
});

it('remembers how feeds stand, and what they are worth', async () => {
  const first = desk();
  first.follow(terms(feed('one', { list: ['127.0.0.1:1'] })));
  await first.collect(never());
  first.onYields(new Map([['one', { checked: 4, alive: 1 }]]));
  const later = desk(first.home, first.now);
  expect(later.follow(terms(feed('one', { list: ['127.0.0.1:1'] })))).toBe(false);
  expect(later.views()).toMatchObject([{ alive: 1, yield: 0.25, last: { found: 1 } }]);
  expect((await later.collect(never())).reports).toEqual([]);
});

it('tries a feed out without anything coming of it, and shows no secret', async () => {
  const server = createServer((request, response) =>
    response.writeHead(request.headers.authorization === 'Bearer hush' ? 200 : 401).end('127.0.0.1:8080\n'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const kept = feed('kept', { url, headers: { Authorization: 'Bearer hush' } });
  const { follow, test, views } = desk();
  follow(terms(kept));
  expect(await test(kept)).toMatchObject({ report: { problem: null, found: 1 }, sample: ['127.0.0.1:8080'] });
  expect(views()).toMatchObject([{ headers: ['Authorization'], last: null }]);
  expect(JSON.stringify(views())).not.toContain('hush');
});
