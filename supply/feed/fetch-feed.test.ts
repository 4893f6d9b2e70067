import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { FeedFailure } from './feed-failure.ts';
import { type FetchOptions, fetchFeed, LONGEST_RETRY_AFTER_MS, MOST_REDIRECTS, retryAfterMs } from './fetch-feed.ts';
import { feedOf, startFeedServer } from './fixture/feed-server.ts';
import { resolveBySystem } from './judged-address.ts';

const controller = () => new AbortController();
const OPTIONS: FetchOptions = {
  userAgent: 'Atlantic/1',
  allowPrivate: true,
  resolve: resolveBySystem,
  signal: controller().signal,
  known: undefined,
};
type Changes = Partial<Parameters<typeof feedOf>[0]>;

async function fetchText(url: string, changes: Changes = {}, options: Partial<FetchOptions> = {}) {
  await using fetched = await fetchFeed({ ...feedOf(changes), url }, { ...OPTIONS, ...options }, 0);
  if (fetched.body === undefined) return { unchanged: true };
  const pieces: Buffer[] = [];
  for await (const piece of fetched.body) pieces.push(piece);
  return { text: Buffer.concat(pieces).toString(), validators: fetched.validators };
}

it.each([
  ['identity', (text: string) => Buffer.from(text)],
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
] as const)('reads what is coded as %s', async (coding, code) => {
  const text = '1.2.3.4:80\n'.repeat(1_000);
  const { origin, asked } = await startFeedServer((_request, response) => {
    response.setHeader('content-encoding', coding).setHeader('etag', '"a"').end(code(text));
  });
  expect(await fetchText(`${origin}/list?x=1#y`)).toEqual({ text, validators: { etag: '"a"' } });
  expect(asked[0]?.url).toBe('/list?x=1');
  expect(asked[0]?.headers).toMatchObject({ 'user-agent': 'Atlantic/1', 'accept-encoding': 'gzip, br, deflate' });
  await expect(fetchText(origin, { maxBytes: 10_000 })).rejects.toMatchObject({ problem: 'too-large' });
});

it('says what it knows already, and hears that nothing changed', async () => {
  const { origin, asked } = await startFeedServer((_request, response) => response.writeHead(304).end());
  expect(await fetchText(origin, {}, { known: { etag: '"a"', modified: 'Mon' } })).toEqual({ unchanged: true });
  expect(asked[0]?.headers).toMatchObject({ 'if-none-match': '"a"', 'if-modified-since': 'Mon' });
  await expect(fetchText(origin)).rejects.toMatchObject({ problem: 'status', detail: 'HTTP 304' });
});

it('sends the headers of a feed to its own origin alone', async () => {
  const other = await startFeedServer((_request, response) => response.end('there'));
  const own = await startFeedServer((request, response) => {
    const to = request.url === '/a' ? '/b' : `${other.origin}/c`;
    response.writeHead(302, { location: to }).end();
  });
  const headers = { Authorization: 'Bearer hush', 'X-Key': 'hush' };
  expect(await fetchText(`${own.origin}/a`, { headers, userAgent: 'me' })).toMatchObject({ text: 'there' });
  expect(own.asked.map(({ url, headers: sent }) => [url, sent.authorization, sent['x-key']])).toEqual([
    ['/a', 'Bearer hush', 'hush'],
    ['/b', 'Bearer hush', 'hush'],
  ]);
  expect(other.asked[0]?.headers).not.toHaveProperty('authorization');
  expect(JSON.stringify(other.asked[0]?.headers)).not.toContain('hush');
  expect(other.asked[0]?.headers['user-agent']).toBe('me');
});

it('follows no more redirects than it may, and none to elsewhere', async () => {
  const { origin, asked } = await startFeedServer((request, response) => {
    response.writeHead(307, { location: request.url === '/file' ? 'file:///etc/passwd' : `/${asked.length}` }).end();
  });
  await expect(fetchText(origin)).rejects.toMatchObject({
    problem: 'status',
    detail: `more than ${MOST_REDIRECTS} redirects`,
  });
  expect(asked).toHaveLength(MOST_REDIRECTS + 1);
  await expect(fetchText(`${origin}/file`)).rejects.toMatchObject({ problem: 'status', detail: 'HTTP 307 to nowhere' });
});

it('judges each address that it is sent to', async () => {
  const { origin, asked } = await startFeedServer((_request, response) => response.end('secret'));
  const port = new URL(origin).port;
  for (const url of [origin, `http://localhost:${port}/`, `http://2130706433:${port}/`])
    await expect(fetchText(url, {}, { allowPrivate: false })).rejects.toMatchObject({ problem: 'refused-address' });
  expect(asked).toHaveLength(0);
});

it('asks once where a name is, and goes there', async () => {
  const { origin, asked } = await startFeedServer((_request, response) => response.end('here'));
  let questions = 0;
  const resolve = async () => {
    questions += 1;
    // A second answer would lead elsewhere.
    return questions === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
  };
  const url = `http://lists.example:${new URL(origin).port}/`;
  expect(await fetchText(url, {}, { resolve })).toMatchObject({ text: 'here' });
  expect([questions, asked[0]?.headers.host]).toEqual([1, new URL(url).host]);
});

it('says why there is nothing', async () => {
  const { origin } = await startFeedServer((request, response) => {
    if (request.url === '/busy') response.writeHead(503, { 'retry-after': '120' }).end();
    else if (request.url === '/coded') response.setHeader('content-encoding', 'gzip').end('no gzip');
    else if (request.url === '/unknown') response.setHeader('content-encoding', 'rot13').end('x');
    else response.writeHead(200, { 'content-length': '100' }).write('cut', () => response.destroy());
  });
  await expect(fetchText(`${origin}/busy`)).rejects.toMatchObject({
    problem: 'status',
    detail: 'HTTP 503',
    retryAfterMs: 120_000,
  });
  await expect(fetchText(`${origin}/coded`)).rejects.toMatchObject({ problem: 'not-a-list' });
  await expect(fetchText(`${origin}/unknown`)).rejects.toMatchObject({ problem: 'not-a-list' });
  await expect(fetchText(`${origin}/cut`)).rejects.toMatchObject({ problem: 'unreachable' });
  await expect(fetchText('http://127.0.0.1:1/')).rejects.toMatchObject({
    problem: 'unreachable',
    detail: 'ECONNREFUSED',
  });
});

it.each(['/silent', '/slow'])('ends when it is told to, at %s', async (path) => {
  const { origin } = await startFeedServer((request, response) => {
    if (request.url === '/slow') response.write('1.2.3.4:80\n');
  });
  const ending = controller();
  const fetching = fetchText(origin + path, {}, { signal: ending.signal });
  setImmediate(() => ending.abort(new FeedFailure('timeout')));
  await expect(fetching).rejects.toMatchObject({ problem: 'timeout' });
});

it('ends when a name is never found', async () => {
  const ending = controller();
  const resolve = () => new Promise<string[]>(() => {});
  const fetching = fetchText('http://lists.example/', {}, { signal: ending.signal, resolve });
  ending.abort(new FeedFailure('aborted'));
  await expect(fetching).rejects.toMatchObject({ problem: 'aborted' });
});

it('reads how long to wait', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(retryAfterMs('7', now)).toBe(7_000);
  expect(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60_000);
  expect(retryAfterMs('99999999', now)).toBe(LONGEST_RETRY_AFTER_MS);
  for (const text of [undefined, '0', 'soon', '-1', 'Thu, 01 Jan 2020 00:00:00 GMT'])
    expect(retryAfterMs(text, now)).toBeUndefined();
});
