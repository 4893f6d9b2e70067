/** Probes, end to end: real proxies without any traffic, and a judge that comes and goes. */
import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type PoolHealthView, poolHealthSchema } from '@atlantic/contract/api-endpoint.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { curl } from './kit/curl.ts';
import { within } from './kit/deadline.ts';
import { accepts, freePort } from './kit/port.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import type { UpstreamProxy } from './kit/upstream-proxy.ts';

const LONG = 90_000;
type Plane = PoolHealthView['planes'][number];

const peers = new AsyncDisposableStack();
let judgePort: number;
let judge: Server;
let proxies: readonly UpstreamProxy[];
let atlantic: Atlantic;

async function startJudge(): Promise<void> {
  judge = createServer((_, response) => response.end('{"ip":"198.51.100.7"}'));
  await new Promise<void>((resolve) => judge.listen(judgePort, '127.0.0.1', resolve));
}
async function stopJudge(): Promise<void> {
  judge.closeAllConnections();
  await new Promise<void>((resolve) => void judge.close(() => resolve()));
}

beforeAll(async () => {
  judgePort = await freePort();
  await startJudge();
  peers.defer(stopJudge);
  proxies = await Promise.all([1, 2, 3].map(() => startTinyproxy()));
  for (const proxy of proxies) peers.use(proxy);
  const probe = { url: `http://127.0.0.1:${judgePort}/`, everySeconds: 1, jitter: 0.1, timeoutSeconds: 3 };
  const config = {
    egress: { targets: { allowPrivate: true } },
    pools: [
      {
        name: 'rented',
        kind: 'list' as const,
        endpoints: proxies.map(({ url }) => url),
        health: { probe, breaker: { baseSeconds: 2, jitter: 0 } },
      },
    ],
    routes: [{ pool: 'rented' }],
  };
  atlantic = peers.use(await startAtlantic({ config }));
}, LONG);
afterAll(() => peers.disposeAsync());

const address = ({ port }: UpstreamProxy): string => `http://127.0.0.1:${port}`;

/** Asks until what the plane says is as wanted. */
async function until(what: string, wanted: (plane: Plane) => boolean): Promise<Plane> {
  const ask = async () => {
    for (;;) {
      const { stdout } = await atlantic.cli('pool', 'health', 'rented', '--json');
      const [plane] = poolHealthSchema.parse(JSON.parse(stdout)).planes;
      if (plane && wanted(plane)) return plane;
      await pause(100);
    }
  };
  return within(40, what, ask());
}

it('the judge tells the address of every exit, before anybody has used one', async () => {
  const { endpoints } = await until('the addresses', (plane) =>
    plane.endpoints.every(({ exitAddress }) => exitAddress !== null),
  );
  expect(endpoints.map(({ exitAddress }) => exitAddress)).toEqual(Array(3).fill('198.51.100.7'));
  const { user } = await createCredential(atlantic, 'prober');
  const page = await curl(['-x', atlantic.ready.egress.http, '-U', user, 'http://atlantic.status/']);
  expect(page.stdout.toString()).toMatch(/seen as: +198\.51\.100\.7/);
});

it('an endpoint is tested at once, by its address', async () => {
  const [proxy] = proxies;
  if (!proxy) throw new Error('there are three');
  const well = await atlantic.cli('endpoint', 'test', address(proxy));
  expect([well.code, well.stdout]).toEqual([
    0,
    expect.stringMatching(/\n {2}local: reached in \d+ ms as 198\.51\.100\.7\n$/),
  ]);
  const nowhere = `http://127.0.0.1:${await freePort()}/`;
  const ill = await atlantic.cli('endpoint', 'test', address(proxy), '--url', nowhere);
  expect([ill.code, ill.stdout]).toEqual([
    1,
    expect.stringMatching(/local: failed after \d+ ms: \w+, the (?:endpoint’s fault or the )?judge’s/),
  ]);
});

it(
  'a dead endpoint is out before traffic meets it, and back when it lives again',
  async () => {
    const [victim] = proxies;
    if (!victim) throw new Error('there are three');
    process.kill(victim.pid, 'SIGKILL');
    while (await accepts(victim.port)) await pause(10);
    const at = ({ endpoints }: Plane) => endpoints.find((each) => each.address === address(victim));
    const out = await until('the ejection', (plane) => at(plane)?.state === 'ejected');
    expect(at(out)).toMatchObject({ why: 'consecutive-faults', code: 'connection_refused' });
    const list = await atlantic.cli('endpoint', 'list');
    expect(list.stdout).toMatch(/198\.51\.100\.7 +(?:ejected|trial) +consecutive-faults, connection_refused/);
    const test = await atlantic.cli('endpoint', 'test', address(victim));
    expect(test.stdout).toMatch(/failed after \d+ ms: connection_refused, the endpoint’s fault/);
    expect(out.endpoints.filter(({ state }) => state === 'healthy')).toHaveLength(2);
    peers.use(await startTinyproxy({ port: victim.port }));
    await until('its return', (plane) => at(plane)?.state === 'healthy');
  },
  LONG,
);

it(
  'a judge that is down ejects nobody, and that is said',
  async () => {
    await stopJudge();
    await until('the suspicion', ({ judgeSuspectSince }) => judgeSuspectSince !== null);
    // As long as five probes of each take, which would be enough to eject.
    await pause(7_000);
    const { endpoints } = await until('a later report', () => true);
    expect(endpoints.map(({ state }) => state)).toEqual(['healthy', 'healthy', 'healthy']);
    expect((await atlantic.cli('pool', 'health', 'rented')).stdout).toContain('The judge answers nobody since');
    await startJudge();
    await until('the trust', ({ judgeSuspectSince }) => judgeSuspectSince === null);
    expect(atlantic.output()).toContain('the judge of a pool answers again');
  },
  LONG,
);
