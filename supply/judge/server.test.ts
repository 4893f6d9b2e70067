import { once } from 'node:events';
import { connect } from 'node:net';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJudge } from '../check/read-judge.ts';
import { startTestJudge, type TestJudge } from '../fixture/checking.ts';
import { startJudge } from './server.ts';

let judge: TestJudge;
beforeAll(async () => {
  judge = await startTestJudge();
});
afterAll(() => judge[Symbol.asyncDispose]());

const ask = (path: string, init?: RequestInit) => fetch(`http://${judge.server.bound}${path}`, init);

/** What it answers to these octets, to the end. */
async function say(octets: string): Promise<string> {
  const [host, port] = judge.server.bound.split(':');
  const socket = connect(Number(port), host);
  socket.write(octets, 'latin1');
  let heard = '';
  socket.setEncoding('latin1').on('data', (part: string) => {
    heard += part;
  });
  await once(socket, 'close');
  return heard;
}

it('answers a token with what it saw', async () => {
  const response = await ask('/below/a1b2c3d4', { headers: { 'X-Test': 'yes' } });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store, no-transform',
    connection: 'close',
    'content-type': 'text/html; charset=iso-8859-1',
  });
  const reading = readJudge('atlantic', Buffer.from(await response.arrayBuffer()), 'a1b2c3d4');
  expect(reading).toMatchObject({ state: 'page', page: { address: '127.0.0.1' } });
  expect(reading.state === 'page' && reading.page.headers).toContainEqual(['x-test', 'yes']);
});

it.each([
  ['/', undefined, 404],
  ['/short', undefined, 404],
  ['/a1b2c3d4', 'HEAD', 200],
  ['/a1b2c3d4', 'POST', 405],
  ['/%3Cscript%3E', undefined, 404],
])('answers %s %s with %d', async (path, method, status) => {
  const response = await ask(path, method === undefined ? {} : { method });
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain('script>alert');
});

it('has no patience with what is no request, or too long', async () => {
  expect(await say('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n')).not.toContain(' 200 ');
  expect(await say('nonsense\r\n\r\n')).toBe('');
  expect(await say(`GET /a1b2c3d4 HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`)).not.toContain(' 200 ');
});

it('speaks https beside it, and says why an address cannot be had', async () => {
  const issuer = createIssuer();
  const bind = { host: '127.0.0.1', port: 0 };
  const now = () => 0;
  const both = await startJudge({ bind, tls: { bind, pair: issuer.issue('127.0.0.1') }, now });
  expect(both.tlsBound).toMatch(/^127\.0\.0\.1:\d+$/);
  const taken = { host: '127.0.0.1', port: Number(both.bound.split(':')[1]) };
  await expect(startJudge({ bind: taken, now })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await both.close();
});
