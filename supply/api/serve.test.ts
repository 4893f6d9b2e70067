import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { OPERATOR, READER, servedApi } from '../fixture/api.ts';

const served = await servedApi();
afterAll(() => served.api.close(1_000));
const { ask, url, orders, lines, metrics } = served;

/** What the server says to these octets, until it closes. */
async function say(octets: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(octets);
  return text(socket);
}

it('takes a key in any of three ways', async () => {
  expect((await ask('/stat', { key: READER })).status).toBe(200);
  expect((await ask('/stat', { key: null, headers: { authorization: `Bearer ${READER}` } })).status).toBe(200);
  expect((await ask(`/stat?key=${READER}`, { key: null })).status).toBe(200);
  const none = await ask('/stat', { key: null });
  expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="atlantic supply"']);
  expect((await ask('/stat', { key: 'wrong' })).status).toBe(401);
});

it('tells nobody of a key: not in the log, nor in metrics, and no cache keeps what it answered', async () => {
  const response = await ask(`/get-proxy?limit=x&key=${READER}`, { key: null });
  expect(await response.text()).not.toContain(READER);
  expect([response.headers.get('cache-control'), response.headers.get('referrer-policy')]).toEqual([
    'no-store',
    'no-referrer',
  ]);
  expect(JSON.stringify(lines) + (await metrics.registry.metrics())).not.toContain(READER);
});

it('says what is not there, and what may not be done', async () => {
  expect((await ask('/nothing')).status).toBe(404);
  const wrong = await ask('/get-proxy', { method: 'PUT', headers: { accept: 'application/json' } });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect(await wrong.json()).toMatchObject({ code: 'method_not_allowed', status: 405 });
});

it('counts answers by path, and unknown paths as one', async () => {
  await ask('/never/heard/of');
  const page = await metrics.registry.metrics();
  expect(page).toMatch(/api_requests_total\{endpoint="other",status="404"\} \d/);
  expect(page).not.toContain('never');
});

it('reads no body that is too large', async () => {
  const response = await ask('/report', { method: 'POST', body: 'x'.repeat(65_537) });
  expect([response.status, response.headers.get('connection')]).toEqual([413, 'close']);
  expect(orders).toEqual([]);
});

it('speaks HTTP/1.0 and closes', async () => {
  const answer = await say(`GET /get-proxy?limit=2&key=${READER} HTTP/1.0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nConnection: close\r\n/s);
  expect(answer.split('\r\n\r\n')[1]?.trimEnd().split('\n')).toHaveLength(2);
});

it('answers requests in a row in their order', async () => {
  const head = `Host: a\r\nX-Api-Key: ${OPERATOR}\r\n`;
  const answer = await say(
    `GET /health HTTP/1.1\r\n${head}\r\n` +
      `POST /reload HTTP/1.1\r\n${head}Content-Length: 0\r\n\r\n` +
      `HEAD /stat HTTP/1.1\r\n${head}\r\n` +
      `GET /nothing HTTP/1.1\r\n${head}Connection: close\r\n\r\n`,
  );
  expect([...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status)).toEqual(['200', '202', '200', '404']);
});

it.each([
  ['GET /stat HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['hello\r\n\r\n', 400],
  [`GET /stat HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
])('refuses %.20s', async (octets, status) => {
  expect(await say(octets)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
