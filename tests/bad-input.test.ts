/** What is wrong on the wire gets the right error, or a close within a deadline; and the next client is served. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { httpPort } from './kit/door.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { openRawClient } from './kit/raw-client.ts';

const peers = new AsyncDisposableStack();
let origin: Origin;
let atlantic: Atlantic;
let credential: TestCredential;

beforeAll(async () => {
  origin = peers.use(await startOrigin());
  const config = { egress: { targets: { allow: ['127.0.0.1'], ports: [80, origin.port] } } };
  atlantic = peers.use(await startAtlantic({ config }));
  credential = await createCredential(atlantic, 'bad input');
});
afterAll(() => peers.disposeAsync());

afterEach(async () => {
  const answer = await curl(['-x', atlantic.ready.egress.http, '-U', credential.user, `${origin.url}/bytes/10`]);
  expect(answer).toMatchObject({ code: 0, status: 200 });
});

it.each<[what: string, request: (target: string) => string, status: number]>([
  ['no HTTP at all', () => 'hello there, gateway\r\n\r\n', 400],
  ['a bare line feed', (target) => `GET ${target} HTTP/1.1\nHost: x\n\n`, 400],
  ['a request for a web server', () => 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['no Host', (target) => `GET ${target} HTTP/1.1\r\n\r\n`, 400],
  [
    'two lengths',
    (target) => `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    400,
  ],
  [
    'length and chunks at once',
    (target) => `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    400,
  ],
  ['a head of 40 KiB', (target) => `GET ${target} HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(40_960)}\r\n\r\n`, 431],
])('%s', async (_, request, status) => {
  await using client = await openRawClient(httpPort(atlantic));
  client.send(
    request(`${origin.url}/bytes/10`).replace('Host: x', `Host: 127.0.0.1:${origin.port}\r\n${credential.header}`),
  );
  expect(await client.response()).toMatchObject({ status });
  client.end();
  await client.rest();
});

it('a head that never ends is closed with 408 after its deadline', async () => {
  await using client = await openRawClient(httpPort(atlantic));
  client.send('GET http://x/ HTTP/1.1\r\n');
  expect(await client.response()).toMatchObject({ status: 408 });
  await client.rest();
});

it.each<[what: string, bytes: string | number[]]>([
  ['nothing', ''],
  ['half a head', 'GET http://x/ HT'],
  ['half a SOCKS5 greeting', [5, 2, 0]],
  ['another version of SOCKS', [4, 1, 0, 80, 127, 0, 0, 1, 0]],
  ['the start of TLS', [0x16, 3, 1, 0, 200, 1]],
])('a client that closes after %s is forgotten', async (_, bytes) => {
  await using client = await openRawClient(httpPort(atlantic));
  if (bytes.length > 0) client.send(typeof bytes === 'string' ? bytes : Buffer.from(bytes));
  client.end();
  await client.rest();
});

it.each<[what: string, url: () => string, statuses: number[]]>([
  ['a private address', () => 'http://10.1.2.3/', [403]],
  ['this machine by its other address', () => `http://[::1]:${origin.port}/`, [403]],
  ['a port that is not listed', () => 'http://127.0.0.1:1/', [403]],
  // Where there is no name server to say no, the answer is that it did not come.
  ['a name that does not exist', () => 'http://no-such-name.invalid/', [502, 504]],
])('%s is refused', async (_, url, statuses) => {
  const answer = await curl(['-x', atlantic.ready.egress.http, '-U', credential.user, url()]);
  expect(statuses).toContain(answer.status);
});

it('an answer that ends too early is not passed off as a whole one', async () => {
  const answer = await curl(['-x', atlantic.ready.egress.http, '-U', credential.user, `${origin.url}/close`]);
  expect(answer).toMatchObject({ code: 18, status: 200 });
});
