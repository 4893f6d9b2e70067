/** The first request of a stranger: through every door, directly and through the proxies of others, and refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { bodyOf } from './kit/body.ts';
import { startChild } from './kit/child.ts';
import { createCredential, credentialOf, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { DOORS, httpPort, socksPort } from './kit/door.ts';
import { type Echo, type Origin, startOrigin } from './kit/origin.ts';
import { openRawClient } from './kit/raw-client.ts';
import { startSquid } from './kit/squid.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import { uploadOf } from './kit/upload.ts';

const MEGABYTE = 1_000_000;
const EXITS = ['direct', 'tinyproxy', 'squid'] as const;
type Exit = (typeof EXITS)[number];
const UPSTREAM_PASSWORD = 'password-of-the-upstream';

const peers = new AsyncDisposableStack();
let origin: Origin;
let atlantic: Atlantic;
let credentials: Record<Exit, TestCredential>;

beforeAll(async () => {
  const auth = { username: 'gateway', password: UPSTREAM_PASSWORD };
  origin = peers.use(await startOrigin());
  const tinyproxy = peers.use(await startTinyproxy({ auth }));
  const squid = peers.use(await startSquid({ auth }));
  const config = {
    egress: { targets: { allowPrivate: true } },
    pools: [
      { name: 'direct', kind: 'direct' as const },
      { name: 'tinyproxy', kind: 'list' as const, endpoints: [tinyproxy.url] },
      { name: 'squid', kind: 'list' as const, endpoints: [squid.url] },
    ],
    routes: [
      { match: { credentials: ['tinyproxy'] }, pool: 'tinyproxy' },
      { match: { credentials: ['squid'] }, pool: 'squid' },
      { pool: 'direct' },
    ],
  };
  atlantic = peers.use(await startAtlantic({ config }));
  const [direct, viaTinyproxy, viaSquid] = await Promise.all(EXITS.map((name) => createCredential(atlantic, name)));
  if (!direct || !viaTinyproxy || !viaSquid) throw new Error('a credential is missing');
  credentials = { direct, tinyproxy: viaTinyproxy, squid: viaSquid };
});
afterAll(() => peers.disposeAsync());

const CASES = DOORS.flatMap((door) => EXITS.map((exit) => ({ ...door, exit })));

describe.each(CASES)('$name by way of $exit', ({ options, exit }) => {
  const ask = (...rest: string[]) => curl([...options(atlantic), '-U', credentials[exit].user, ...rest]);

  it('brings a megabyte down', async () => {
    const answer = await ask(`${origin.url}/bytes/${MEGABYTE}`);
    expect(answer).toMatchObject({ code: 0, status: 200 });
    expect(answer.stdout.equals(bodyOf(MEGABYTE))).toBe(true);
  });

  it('brings a megabyte of chunks down', async () => {
    const answer = await ask(`${origin.url}/chunked/${MEGABYTE}`);
    expect(answer).toMatchObject({ code: 0, status: 200 });
    expect(answer.stdout.equals(bodyOf(MEGABYTE))).toBe(true);
  });

  it('brings a megabyte up, and no word of the credential', async () => {
    const body = bodyOf(MEGABYTE);
    using upload = uploadOf(body);
    const answer = await ask('-H', 'Expect:', '--data-binary', `@${upload.file}`, `${origin.url}/echo`);
    expect(answer).toMatchObject({ code: 0, status: 200 });
    const echo = JSON.parse(answer.stdout.toString()) as Echo;
    expect(echo.method).toBe('POST');
    expect(Buffer.from(echo.body, 'base64').equals(body)).toBe(true);
    expect(echo.headers.map((name) => name.toLowerCase())).not.toContain('proxy-authorization');
  });
});

describe('a wrong secret', () => {
  const wrong = credentialOf('direct', 'nobody', 'atl_c_wrong');

  it.each(['GET', 'CONNECT'])('is refused with 407, and the connection goes on (%s)', async (method) => {
    await using client = await openRawClient(httpPort(atlantic));
    const target = method === 'GET' ? `${origin.url}/bytes/10` : `127.0.0.1:${origin.port}`;
    const head = (header: string) =>
      `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\n${header}\r\n\r\n`;

    client.send(head(wrong.header));
    const refusal = await client.response();
    expect(refusal.status).toBe(407);
    expect(refusal.headers['proxy-authenticate']).toMatch(/^Basic realm="/);
    expect(refusal.body.toString()).toContain('The user name or the secret is wrong.');

    client.send(head('X-Nothing: 1'));
    expect(await client.response()).toMatchObject({ status: 407 });

    client.send(head(credentials.direct.header));
    expect(await client.response({ bodyless: method === 'CONNECT' })).toMatchObject({ status: 200 });
    if (method === 'GET') return;
    client.send('GET /bytes/10 HTTP/1.1\r\nHost: origin\r\n\r\n');
    expect((await client.response()).body.equals(bodyOf(10))).toBe(true);
  });

  it('is refused in SOCKS5 as RFC 1929 says, and the connection is closed', async () => {
    await using client = await openRawClient(socksPort(atlantic));
    client.send(Buffer.from([5, 1, 2]));
    expect([...(await client.octets(2))]).toEqual([5, 2]);
    client.send(Buffer.from('\x01\x06nobody\x05wrong', 'latin1'));
    const reply = await client.rest();
    expect(reply).toHaveLength(2);
    expect(reply[0]).toBe(1);
    expect(reply[1]).not.toBe(0);
  });
});

it('prints a line that works as it is', async () => {
  const line = atlantic.output().match(/curl .*http:\/\/atlantic\.status\/\S*/)?.[0] ?? 'no such line';
  await using shell = startChild('/bin/sh', ['-c', `${line} -sS -q -w '\\n%{http_code}'`]);
  await shell.exited;
  expect(shell.stdout().toString(), shell.stderr()).toMatch(/\n200$/);
});

it('shows the password of an upstream proxy nowhere', async () => {
  const pools = await atlantic.cli('pool', 'list', '--json');
  expect(pools.code).toBe(0);
  expect(pools.stdout).toContain('127.0.0.1');
  expect(pools.stdout + atlantic.output()).not.toContain(UPSTREAM_PASSWORD);
});

it('writes nothing of where requests went', () => {
  expect(atlantic.output()).not.toContain(`127.0.0.1:${origin.port}`);
});
