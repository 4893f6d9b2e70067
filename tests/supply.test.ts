/**
 * Supply, end to end: real proxies of four makers among thousands of addresses where nobody is, in feeds of five formats. They
 * are found, told apart, offered to a pool, and used; one that dies leaves traffic, and the judge may go and come.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endpointPageSchema } from '@atlantic/contract/api-endpoint.ts';
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import { type ProxyView, proxyPageSchema, runsSchema } from '@atlantic/contract/supply/api.ts';
import { type SupplyStatus, supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { startDante } from './kit/dante.ts';
import { temporaryFolder } from './kit/folder.ts';
import { startMicrosocks } from './kit/microsocks.ts';
import { type Origin, startOrigin } from './kit/origin.ts';
import { freePort } from './kit/port.ts';
import { processesOf } from './kit/processes.ts';
import { startSquid } from './kit/squid.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import type { UpstreamProxy } from './kit/upstream-proxy.ts';

const LONG = 120_000;
const SOON = { timeout: 30_000, interval: 250 };
const AUTH = { username: 'anna', password: 'hush-hush' };
const DEAD = 3_000;
/** http://www.squid-cache.org/Doc/config/forwarded_for/ */
const SILENT = ['via off', 'forwarded_for delete'];

/** Where each leaves from, so that a judge sees another address than this machine's own, 127.0.0.1. */
const EXITS = {
  elite: '127.0.0.11',
  anonymous: '127.0.0.12',
  tiny: '127.0.0.13',
  dante: '127.0.0.14',
  micro: '127.0.0.15',
  private: '127.0.0.16',
} as const;

const peers = new AsyncDisposableStack();
let proxies: Record<keyof typeof EXITS, UpstreamProxy>;
let lists: Server;
let origin: Origin;
let atlantic: Atlantic;
let user: string;
let home: string;
let config: ConfigInput;

const use = async (starting: Promise<UpstreamProxy>): Promise<UpstreamProxy> => peers.use(await starting);

async function startProxies(): Promise<typeof proxies> {
  const [elite, anonymous, tiny, dante, micro, secret] = await Promise.all([
    use(startSquid({ from: EXITS.elite, lines: SILENT })),
    use(startSquid({ from: EXITS.anonymous, lines: ['via on', 'forwarded_for delete'] })),
    use(startTinyproxy({ from: EXITS.tiny })),
    use(startDante({ from: EXITS.dante })),
    use(startMicrosocks({ from: EXITS.micro, auth: AUTH })),
    use(startSquid({ from: EXITS.private, lines: SILENT, auth: AUTH })),
  ]);
  return { elite, anonymous, tiny, dante, micro, private: secret };
}

/** Five lists of five formats; nobody listens at what is at 127.9.x.y. */
function pages(): Record<string, { type: string; body: string }> {
  const dead = Array.from({ length: DEAD }, (_, at) => `127.9.${at >> 8}.${at & 255}:81`);
  const { elite, anonymous, tiny, dante, micro, private: secret } = proxies;
  const login = `${AUTH.username}:${AUTH.password}`;
  return {
    '/plain.txt': { type: 'text/plain', body: [...dead, `127.0.0.1:${elite.port} US elite`, ...dead].join('\r\n') },
    '/urls.txt': {
      type: 'text/plain',
      body: `# proxies\nsocks5://${login}@127.0.0.1:${micro.port}\nhttp://${login}@127.0.0.1:${secret.port}\n`,
    },
    '/list.json': {
      type: 'application/json',
      body: JSON.stringify({ data: { list: [{ ip: '127.0.0.1', port: anonymous.port, protocols: ['http'] }] } }),
    },
    '/list.csv': { type: 'text/csv', body: `port,ip,type\n${tiny.port},127.0.0.1,http\n82,127.9.0.1,http\n` },
    '/table.html': {
      type: 'text/html',
      body: `<table><tr><th>IP<th>Port<th>Type</tr><tr><td>127.0.0.1<td>${dante.port}<td>SOCKS5</tr></table>`,
    },
  };
}

const call = async (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${atlantic.ready.control.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${atlantic.ready.apiKey}`, 'content-type': 'application/json' },
  });
const read = async (path: string): Promise<unknown> => (await call(path)).json();
const status = async (): Promise<SupplyStatus> => supplyStatusSchema.parse(await read('/api/v1/supply/status'));
const found = async (): Promise<ProxyView[]> =>
  proxyPageSchema.parse(await read('/api/v1/supply/proxies?limit=1000')).proxies;
const pooled = async (): Promise<string[]> =>
  endpointPageSchema
    .parse(await read('/api/v1/pools/public/endpoints?limit=1000'))
    .endpoints.map(({ address }) => address);
/** Starts a full run, and waits for its end. */
async function run(): Promise<void> {
  const { run: id } = (await (await call('/api/v1/supply/runs', { method: 'POST', body: '{}' })).json()) as {
    run: string;
  };
  await expect.poll(async () => (await status()).last?.id, { ...SOON, timeout: 60_000 }).toBe(id);
}
const throughPool = async () =>
  curl(['-x', atlantic.ready.egress.http, '-U', user, `${origin.url}/bytes/100`], { timeoutSeconds: 15 });

beforeAll(async () => {
  proxies = await startProxies();
  origin = peers.use(await startOrigin());
  lists = createServer((request, response) => {
    const page = pages()[request.url ?? ''];
    if (page) response.writeHead(200, { 'content-type': page.type }).end(page.body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => lists.listen(0, '127.0.0.1', resolve));
  peers.defer(() => void lists.close());
  const listed = `http://127.0.0.1:${(lists.address() as AddressInfo).port}`;
  const judgePort = await freePort();
  const folder = peers.use(temporaryFolder('supply'));
  home = folder.path;
  config = {
    egress: { targets: { allowPrivate: true } },
    pools: [{ name: 'public', kind: 'supply' }],
    routes: [{ match: {}, pool: 'public' }],
    supply: {
      feeds: Object.keys(pages()).map((path) => ({
        name: path.slice(1),
        url: `${listed}${path}`,
        everySeconds: 10,
        allowPrivate: true,
      })),
      judges: [{ url: `http://127.0.0.1:${judgePort}/` }],
      judge: { listen: `127.0.0.1:${judgePort}` },
      check: { allowPrivate: true, connectSeconds: 2, stageSeconds: 4 },
      everySeconds: 3_600,
      recheckSeconds: 3_600,
    },
  };
  atlantic = await startAtlantic({ config, home });
  peers.defer(() => atlantic[Symbol.asyncDispose]());
  const { username, secret } = await createCredential(atlantic, 'scraper');
  user = `${username}:${secret}`;
}, LONG);
afterAll(() => peers.disposeAsync());

it(
  'finds exactly the live ones, with what they speak and how they show themselves',
  async () => {
    await expect.poll(async () => (await status()).snapshot?.alive, { ...SOON, timeout: 60_000 }).toBe(6);
    const said = (await found()).map(({ kind, port, exit, anonymity }) => `${kind} ${port} ${exit} ${anonymity}`);
    const { elite, anonymous, tiny, dante, micro, private: secret } = proxies;
    expect(said.sort()).toEqual(
      [
        `http ${elite.port} ${EXITS.elite} elite`,
        `http ${anonymous.port} ${EXITS.anonymous} anonymous`,
        `http ${tiny.port} ${EXITS.tiny} anonymous`,
        `socks5 ${dante.port} ${EXITS.dante} elite`,
        `socks5 ${micro.port} ${EXITS.micro} elite`,
        `http ${secret.port} ${EXITS.private} elite`,
      ].sort(),
    );
    const { last } = await status();
    expect(last?.checks).toMatchObject({ alive: 6, dead: DEAD + 1, unjudged: 0 });
    expect(JSON.stringify(await found())).not.toContain(AUTH.password);
  },
  LONG,
);

it(
  'serves requests by the pool that it fills',
  async () => {
    await expect.poll(async () => (await pooled()).length, SOON).toBe(6);
    // Control knows them a moment before the workers do.
    await expect.poll(async () => (await throughPool()).status, SOON).toBe(200);
    const answers = await Promise.all(Array.from({ length: 24 }, throughPool));
    expect(answers.map(({ status: code }) => code)).toEqual(Array(24).fill(200));
  },
  LONG,
);

it(
  'takes one that dies out of traffic, and back only after a check',
  async () => {
    process.kill(proxies.tiny.pid, 'SIGKILL');
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all(Array.from({ length: 12 }, throughPool));
      expect(answers.map(({ status: code }) => code)).toEqual(Array(12).fill(200));
    }
    const dead = `http://127.0.0.1:${proxies.tiny.port}`;
    await expect.poll(pooled, SOON).not.toContain(dead);
    peers.use(await startTinyproxy({ from: EXITS.tiny, port: proxies.tiny.port }));
    await run();
    await expect.poll(pooled, SOON).toContain(dead);
  },
  LONG,
);

it(
  'serves the last good snapshot after kill -9, at whatever moment of a run',
  async () => {
    for (const pause of [0, 20, 100, 400]) {
      await call('/api/v1/supply/runs', { method: 'POST', body: '{}' });
      await new Promise((resolve) => setTimeout(resolve, pause));
      const [supply] = processesOf(atlantic).filter(({ role }) => role === 'supply');
      if (!supply) throw new Error('no supply runs');
      process.kill(supply.pid, 'SIGKILL');
      await expect.poll(async () => (await call('/api/v1/supply/status')).status, SOON).toBe(200);
      await expect.poll(async () => (await status()).snapshot?.alive, SOON).toBe(6);
      expect((await throughPool()).status).toBe(200);
    }
    expect(runsSchema.parse(await read('/api/v1/supply/runs')).runs.length).toBeGreaterThan(0);
  },
  LONG,
);
