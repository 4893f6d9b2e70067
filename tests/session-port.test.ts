/** Listeners that decide for their clients: credential, pool, options, and who may come at all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { freePort } from './kit/port.ts';
import { startSquid } from './kit/squid.ts';

const peers = new AsyncDisposableStack();
let atlantic: Atlantic;
let origin: Origin;
let ports: Record<'own' | 'closed' | 'usual', number>;

beforeAll(async () => {
  origin = peers.use(await startOrigin());
  const squid = peers.use(await startSquid());
  const [own, closed, usual] = [await freePort(), await freePort(), await freePort()];
  ports = { own, closed, usual };
  const listeners = [
    {
      bind: `127.0.0.1:${own}`,
      allowFrom: ['127.0.0.1'],
      credential: 'scraper',
      pool: 'rented',
      options: { session: 'cart7', lifetime: 10 },
    },
    { bind: `127.0.0.1:${closed}`, allowFrom: ['192.0.2.0/24'] },
    { bind: `127.0.0.1:${usual}` },
  ];
  const config = {
    egress: { listeners, targets: { allowPrivate: true } },
    pools: [{ name: 'rented', kind: 'list' as const, endpoints: [squid.url] }],
    routes: [{ pool: 'direct' }],
  };
  atlantic = peers.use(await startAtlantic({ config }));
});
afterAll(() => peers.disposeAsync());

const at = (name: keyof typeof ports, scheme = 'http') => ['-x', `${scheme}://127.0.0.1:${ports[name]}`];

describe('a session port', () => {
  it('says that its credential is not there, until it is', async () => {
    const before = await curl([...at('own'), 'http://atlantic.status/']);
    expect(before.status).toBe(407);
    expect(before.stdout.toString()).toContain('The credential that this listener is for does not exist.');
    await createCredential(atlantic, 'scraper');
    expect((await curl([...at('own'), 'http://atlantic.status/'])).status).toBe(200);
  });

  it('needs no login by HTTP nor by SOCKS5, and goes by its own pool and session', async () => {
    for (const scheme of ['http', 'socks5h']) {
      const page = await curl([...at('own', scheme), 'http://atlantic.status/']);
      expect(page.stdout.toString()).toMatch(/scraper[\s\S]*rented[\s\S]*cart7/);
      const answer = await curl([...at('own', scheme), '-U', 'anybody:anything', `${origin.url}/bytes/1000`]);
      expect(answer).toMatchObject({ code: 0, status: 200 });
    }
  });

  it('has no option set twice', async () => {
    const answer = await curl([
      ...at('own'),
      '--proxy-header',
      'Proxy-Options: session=b',
      '-p',
      `${origin.url}/bytes/1`,
    ]);
    expect(answer.connectStatus).toBe(400);
  });

  it('stops with its credential', async () => {
    expect((await atlantic.cli('credential', 'pause', 'scraper')).code).toBe(0);
    expect((await curl([...at('own'), 'http://atlantic.status/'])).status).toBe(403);
    expect((await curl([...at('own', 'socks5h'), 'http://atlantic.status/'])).code).toBe(97);
  });
});

describe('addresses', () => {
  it('that a listener does not name are refused', async () => {
    const answer = await curl([...at('closed'), 'http://atlantic.status/']);
    expect(answer.status).toBe(403);
    expect(answer.stdout.toString()).toContain('code: client_address_denied;');
  });

  it('that a credential does not name are refused, from one moment to the next', async () => {
    const { user } = await createCredential(atlantic, 'office');
    const ask = async () => (await curl([...at('usual'), '-U', user, 'http://atlantic.status/'])).status;
    expect(await ask()).toBe(200);
    expect((await atlantic.cli('credential', 'update', 'office', '--allow-from', '192.0.2.0/24')).code).toBe(0);
    expect(await ask()).toBe(403);
    const { stdout } = await atlantic.cli('credential', 'list', '--json');
    expect(JSON.stringify(JSON.parse(stdout))).toContain('"allowFrom":["192.0.2.0/24"]');
    expect((await atlantic.cli('credential', 'update', 'office', '--allow-from-anywhere')).code).toBe(0);
    expect(await ask()).toBe(200);
  });
});

it('tells browsers by a file which of them is for everybody', async () => {
  const answer = await curl([`${atlantic.ready.control.url}/proxy.pac`]);
  expect(answer.status).toBe(200);
  expect(answer.stdout.toString()).toContain(
    `"PROXY 127.0.0.1:${ports.closed}; PROXY 127.0.0.1:${ports.usual}; SOCKS5`,
  );
  expect(answer.stdout.toString()).not.toContain(String(ports.own));
});
