import { createHash } from 'node:crypto';
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { feedReportSchema } from '@atlantic/contract/supply/feed.ts';
import { freshFolder } from '@atlantic/kernel/fixture/folder.ts';
import { expect, it } from 'vitest';
import { feedOf, startFeedServer } from './fixture/feed-server.ts';
import { readOptions } from './fixture/read-options.ts';
import { createKeptBodies } from './kept-bodies.ts';
import { readFeed } from './read-feed.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('reports what a feed brought', async () => {
  const list = [
    '1.2.3.4:80',
    '1.2.3.4:80',
    'socks5://1.2.3.5:81',
    '10.0.0.1:80',
    '8.8.8.0/30:80',
    'no proxy',
    '# comment',
  ];
  const options = readOptions();
  const report = await readFeed(feedOf({ list, kind: 'http' }), options);
  expect(report).toEqual({
    feed: 'one',
    at: 1_000,
    seconds: 0,
    bytes: list.join('\n').length,
    unchanged: false,
    digest: sha256(list.join('\n')),
    problem: null,
    detail: null,
    format: 'text',
    found: 7,
    fresh: 6,
    duplicate: 1,
    rejected: { 'private-address': 1, unreadable: 1 },
  });
  expect(feedReportSchema.parse(report)).toEqual(report);
  expect(options.candidates.at(0)).toEqual({ kind: 'http', host: '1.2.3.4', port: 80 });
  expect(options.candidates.feedsOf(5)).toEqual(['one']);
});

it('reads files', async () => {
  const file = join(freshFolder(), 'list.csv');
  writeFileSync(file, 'ip,port,type\n1.2.3.4,80,socks5');
  expect(await readFeed(feedOf({ file }), readOptions())).toMatchObject({ format: 'csv', found: 1, problem: null });
  expect(await readFeed(feedOf({ file: `${file}x` }), readOptions())).toMatchObject({
    problem: 'unreadable-file',
    detail: 'ENOENT',
    found: 0,
  });
});

it('counts again what its owner says is unchanged', async () => {
  const text = '1.2.3.4:80\n1.2.3.5:80';
  const { origin, asked } = await startFeedServer((request, response) => {
    if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end();
    else response.setHeader('etag', '"a"').end(text);
  });
  const folder = freshFolder();
  const read = () => readFeed(feedOf({ url: origin }), readOptions({ bodies: createKeptBodies(folder) }));
  expect(await read()).toMatchObject({ unchanged: false, bytes: text.length, found: 2, digest: sha256(text) });
  expect(await read()).toMatchObject({ unchanged: true, bytes: 0, found: 2, fresh: 2, digest: sha256(text) });
  const file = join(folder, readdirSync(folder)[0] ?? '');
  truncateSync(file, statSync(file).size - 4);
  expect(await read()).toMatchObject({ unchanged: false, bytes: text.length, found: 2, problem: null });
  expect(await read()).toMatchObject({ unchanged: true });
  expect(asked).toHaveLength(5);
});

it('keeps no body of a fetch that failed, nor of one that cannot be asked for again', async () => {
  let answer = 0;
  const { origin } = await startFeedServer((_request, response) => {
    answer += 1;
    if (answer === 1) response.setHeader('etag', '"a"').write('1.2.3.4:80\n'.repeat(1_000), () => response.destroy());
    else response.end('1.2.3.4:80');
  });
  const folder = freshFolder();
  const read = () => readFeed(feedOf({ url: origin }), readOptions({ bodies: createKeptBodies(folder) }));
  const failed = await read();
  expect([failed.problem, failed.digest]).toEqual(['unreachable', undefined]);
  expect(await read()).toMatchObject({ problem: null, found: 1 });
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['UTF-16', Buffer.from('1.2.3.4:80\n', 'utf16le')],
  ['a page', Buffer.from('<html>403 Forbidden</html>')],
  ['an error', Buffer.from('{"error":"no such list"}')],
  ['prose', Buffer.from('nothing here')],
])('says that %s is no list', async (_name, body) => {
  const { origin } = await startFeedServer((_request, response) => response.end(body));
  expect(await readFeed(feedOf({ url: origin }), readOptions())).toMatchObject({ problem: 'not-a-list', found: 0 });
});

it('takes what it read of a feed that turns out to be too large', async () => {
  const file = join(freshFolder(), 'list');
  writeFileSync(file, Array.from({ length: 8_000 }, (_, at) => `1.2.3.4:${at + 1}`).join('\n'));
  const report = await readFeed(feedOf({ file, maxBytes: 70_000 }), readOptions());
  expect(report).toMatchObject({ problem: 'too-large', bytes: 65_536, rejected: {} });
  expect(report.found).toBeGreaterThan(4_000);
});

it('finds nothing wrong with a list that is empty, or of private addresses', async () => {
  for (const list of [[], ['# none today'], ['10.0.0.1:80', 'oops']])
    expect(await readFeed(feedOf({ list }), readOptions())).toMatchObject({ problem: null, found: 0 });
});

it('tells when its owner wants to be left alone', async () => {
  const { origin } = await startFeedServer((_request, response) => {
    response.writeHead(429, { 'retry-after': '60' }).end();
  });
  expect(await readFeed(feedOf({ url: origin }), readOptions())).toMatchObject({
    problem: 'status',
    detail: 'HTTP 429',
    retryAt: 61_000,
  });
});

it('refuses addresses of its own network', async () => {
  const feed = feedOf({ url: 'http://127.0.0.1:1/', allowPrivate: false });
  expect(await readFeed(feed, readOptions())).toMatchObject({ problem: 'refused-address' });
});

it('ends at its deadline, with what it had by then', async () => {
  const { origin } = await startFeedServer((_request, response) => response.write('1.2.3.4:80\n'.repeat(1_000)));
  const report = await readFeed(feedOf({ url: origin, timeoutSeconds: 0.1 }), readOptions());
  expect(report).toMatchObject({ problem: 'timeout', duplicate: expect.any(Number) });
});

it('ends when it is told to', async () => {
  const ending = new AbortController();
  const { origin } = await startFeedServer((_request, response) => {
    response.write('1.2.3.4:80\n');
    ending.abort();
  });
  const options = readOptions({ signal: ending.signal });
  expect(await readFeed(feedOf({ url: origin }), options)).toMatchObject({ problem: 'aborted' });
  expect(await readFeed(feedOf({ url: origin }), options)).toMatchObject({ problem: 'aborted' });
});
