/** Through SOCKS5 proxies of other makers: by every door, with and without a login, and when they fail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { bodyOf } from './kit/body.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { startDante } from './kit/dante.ts';
import { DOORS } from './kit/door.ts';
import { startMicrosocks } from './kit/microsocks.ts';
import { type Echo, type Origin, startOrigin } from './kit/origin.ts';
import { freePort } from './kit/port.ts';
import { uploadOf } from './kit/upload.ts';

const MEGABYTE = 1_000_000;
const UPSTREAM_PASSWORD = 'password-of-the-upstream';
const EXITS = ['microsocks', 'microsocks_login', 'dante'] as const;
const NAMES = [...EXITS, 'stranger'] as const;

const peers = new AsyncDisposableStack();
const credentials = new Map<string, TestCredential>();
let origin: Origin;
let denied: Origin;
let closedPort: number;
let atlantic: Atlantic;

beforeAll(async () => {
  const auth = { username: 'gateway', password: UPSTREAM_PASSWORD };
  origin = peers.use(await startOrigin());
  denied = peers.use(await startOrigin());
  closedPort = await freePort();
  const open = peers.use(await startMicrosocks());
  const closed = peers.use(await startMicrosocks({ auth }));
  const dante = peers.use(await startDante({ deniedPort: denied.port }));
  const urls: Record<(typeof NAMES)[number], string> = {
    microsocks: open.url,
    microsocks_login: closed.url,
    dante: dante.url,
    stranger: closed.url.replace(UPSTREAM_PASSWORD, 'a-wrong-password'),
  };
  const config = {
    egress: { targets: { allowPrivate: true } },
    pools: NAMES.map((name) => ({ name, kind: 'list' as const, endpoints: [urls[name]] })),
    routes: NAMES.map((name) => ({ match: { credentials: [name] }, pool: name })),
  };
  atlantic = peers.use(await startAtlantic({ config }));
  for (const name of NAMES) credentials.set(name, await createCredential(atlantic, name));
});
afterAll(() => peers.disposeAsync());

const userOf = (name: (typeof NAMES)[number]): string => credentials.get(name)?.user ?? '';

describe.each(DOORS.flatMap((door) => EXITS.map((exit) => ({ ...door, exit }))))('$name by way of $exit', (one) => {
  const ask = (...rest: string[]) => curl([...one.options(atlantic), '-U', userOf(one.exit), ...rest]);

  it('brings a megabyte down from an address, and from a name', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await ask(`http://${host}:${origin.port}/bytes/${MEGABYTE}`);
      expect(answer).toMatchObject({ code: 0, status: 200 });
      expect(answer.stdout.equals(bodyOf(MEGABYTE))).toBe(true);
    }
  });

  it('brings a megabyte up, in the form that an origin server is asked in', async () => {
    const body = bodyOf(MEGABYTE);
    using upload = uploadOf(body);
    const answer = await ask('-H', 'Expect:', '--data-binary', `@${upload.file}`, `${origin.url}/echo`);
    expect(answer).toMatchObject({ code: 0, status: 200 });
    const echo = JSON.parse(answer.stdout.toString()) as Echo;
    expect(echo).toMatchObject({ method: 'POST', url: '/echo' });
    expect(Buffer.from(echo.body, 'base64').equals(body)).toBe(true);
    expect(echo.headers.map((header) => header.toLowerCase())).not.toContain('proxy-authorization');
  });
});

describe('a SOCKS5 proxy that cannot or will not', () => {
  const ask = (name: (typeof NAMES)[number], url: string) =>
    curl(['-x', atlantic.ready.egress.http, '-U', userOf(name), url]);

  it('says that the target refused, and so do we', async () => {
    for (const exit of EXITS) {
      const answer = await ask(exit, `http://127.0.0.1:${closedPort}/`);
      expect(answer.status).toBe(502);
      expect(answer.stdout.toString()).toContain('code: connection_refused; fault: the far side');
    }
  });

  it('denies the target', async () => {
    const answer = await ask('dante', `${denied.url}/bytes/10`);
    expect(answer.status).toBe(502);
    expect(answer.stdout.toString()).toContain('code: upstream_proxy_denied;');
    expect(denied.counts.connections).toBe(0);
  });

  it('cannot resolve the name, which SOCKS5 has no reply for', async () => {
    for (const exit of EXITS) {
      const answer = await ask(exit, 'http://no-such-name.invalid/');
      expect(answer.status).toBe(502);
      // The reply is 1 or 4, as each maker thinks best.
      expect(answer.stdout.toString()).toMatch(/code: (?:upstream_proxy_failed|destination_unroutable);/);
    }
  });

  it('refuses our password, and the client is not asked for its own', async () => {
    const answer = await ask('stranger', `${origin.url}/bytes/10`);
    expect(answer.status).toBe(502);
    expect(answer.stdout.toString()).toContain('code: upstream_proxy_unauthorized;');
  });
});

it('shows the password of an upstream proxy nowhere', async () => {
  const pools = await atlantic.cli('pool', 'list', '--json');
  expect(pools.code).toBe(0);
  expect(pools.stdout).toContain('socks5h://127.0.0.1');
  expect(pools.stdout + atlantic.output()).not.toContain(UPSTREAM_PASSWORD);
});
