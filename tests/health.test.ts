/** The health of pools, end to end: real proxies that die, come back and refuse, and processes that are killed. */
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type PoolHealthView, poolHealthSchema } from '@atlantic/contract/api-endpoint.ts';
import { expect, it } from 'vitest';
import { openTunnel, openTunnels, waited } from './health/tunnel.ts';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { within } from './kit/deadline.ts';
import { httpPort } from './kit/door.ts';
import { type EchoServer, startEchoServer } from './kit/echo-server.ts';
import { accepts, freePort } from './kit/port.ts';
import { processesOf } from './kit/processes.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import type { UpstreamProxy } from './kit/upstream-proxy.ts';

const LONG = 90_000;
const CLIENTS = 200;
const BASE_SECONDS = 6;

type Endpoint = PoolHealthView['planes'][number]['endpoints'][number];

async function healthOf(atlantic: Atlantic): Promise<PoolHealthView['planes'][number]> {
  const { code, stdout, stderr } = await atlantic.cli('pool', 'health', 'rented', '--json');
  if (code !== 0) throw new Error(stderr);
  const [plane] = poolHealthSchema.parse(JSON.parse(stdout)).planes;
  if (!plane) throw new Error('no plane has reported');
  return plane;
}

const endpointAt = (endpoints: readonly Endpoint[], port: number): Endpoint | undefined =>
  endpoints.find(({ address }) => address.endsWith(`:${port}`));

/** Asks, as a person would with a finger on the key, until the answer is as wanted; traffic goes on meanwhile. */
async function until(
  atlantic: Atlantic,
  what: string,
  wanted: (plane: PoolHealthView['planes'][number]) => boolean,
  meanwhile: () => Promise<unknown> = () => pause(50),
): Promise<PoolHealthView['planes'][number]> {
  const ask = async () => {
    for (;;) {
      const plane = await healthOf(atlantic).catch(() => undefined);
      if (plane && wanted(plane)) return plane;
      await meanwhile();
    }
  };
  return within(40, what, ask());
}

async function startPool(proxies: readonly { url: string }[], health: object = {}) {
  const atlantic = await startAtlantic({
    config: {
      egress: { targets: { allowPrivate: true } },
      pools: [
        {
          name: 'rented',
          kind: 'list',
          endpoints: proxies.map(({ url }) => url),
          choose: 'round-robin',
          health: { breaker: { baseSeconds: BASE_SECONDS, jitter: 0 }, ...health },
        },
      ],
      routes: [{ pool: 'rented' }],
    },
  });
  const { header } = await createCredential(atlantic, 'many');
  return { atlantic, open: (target: number) => openTunnel(httpPort(atlantic), header, target) };
}

const startFour = () => Promise.all([1, 2, 3, 4].map(() => startTinyproxy({ connections: 400 })));
const endAll = (proxies: readonly UpstreamProxy[]) => Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));

/** Kills it and waits until nothing listens there. */
async function killProxy({ pid, port }: UpstreamProxy): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (await accepts(port)) await pause(10);
}

/** Counts who connects to a port where a proxy stood. */
async function watchPort(port: number) {
  let knocks = 0;
  const server = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    knocks: () => knocks,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

const statusesOf = async (open: () => Promise<{ status: number }>, count: number): Promise<number[]> => {
  const tunnels = await Promise.all(Array.from({ length: count }, open));
  return tunnels.map(({ status }) => status);
};

it(
  'fails over within the request, leaves a dead endpoint alone, and takes it back after a trial',
  async () => {
    await using echo = await startEchoServer();
    const proxies = await startFour();
    const [victim] = proxies;
    if (!victim) throw new Error('there are four');
    const { atlantic, open } = await startPool(proxies);
    await using _ = atlantic;
    try {
      let enough = false;
      const all = openTunnels(
        CLIENTS,
        () => open(echo.port),
        () => enough,
      );
      await pause(1_500);
      await killProxy(victim);
      await pause(2_000);
      enough = true;
      const tunnels = await all;
      expect(tunnels.filter(({ status }) => status !== 200)).toEqual([]);
      const p99 = waited(tunnels, 0.99);
      process.stderr.write(
        `failover: ${tunnels.length} tunnels of ${CLIENTS} clients, p50 ${Math.round(waited(tunnels, 0.5))} ms, p99 ${Math.round(p99)} ms\n`,
      );
      expect(p99).toBeLessThan(500);

      const ejected = await until(atlantic, 'the ejection', ({ endpoints }) => {
        return endpointAt(endpoints, victim.port)?.state === 'ejected';
      });
      const seen = endpointAt(ejected.endpoints, victim.port);
      expect(seen).toMatchObject({ why: 'consecutive-faults', code: 'connection_refused' });
      expect(ejected.endpoints.filter(({ state }) => state === 'healthy')).toHaveLength(3);

      // Until its rest is over, nobody comes; counted where it stood. It may have been ejected anew by a failed trial.
      const rest = Date.parse(seen?.until ?? '') - Date.now() - 500;
      const watch = await watchPort(victim.port);
      const stop = performance.now() + rest;
      while (performance.now() < stop) expect(await statusesOf(() => open(echo.port), 20)).not.toContain(503);
      const knocks = watch.knocks();
      await watch.close();
      expect([rest > 0, knocks]).toEqual([true, 0]);

      await using again = await startTinyproxy({ port: victim.port, connections: 400 });
      await until(
        atlantic,
        'the end of the trial',
        ({ endpoints }) => endpointAt(endpoints, again.port)?.state === 'healthy',
        () => statusesOf(() => open(echo.port), 20),
      );
    } finally {
      await endAll(proxies);
    }
  },
  LONG,
);

it(
  'ejects nobody for a target that refuses',
  async () => {
    const proxies = await startFour();
    const { atlantic, open } = await startPool(proxies);
    await using _ = atlantic;
    try {
      const nobody = await freePort();
      for (let round = 0; round < 10; round += 1) {
        const statuses = await statusesOf(() => open(nobody), 10);
        expect(statuses).not.toContain(200);
      }
      const endedAt = Date.now();
      const { endpoints } = await until(
        atlantic,
        'a report of all that',
        (plane) => Date.parse(plane.reportedAt) > endedAt && plane.endpoints.every(({ state }) => state !== 'unknown'),
        () => pause(50),
      );
      expect(endpoints.map(({ state }) => state)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
    } finally {
      await endAll(proxies);
    }
  },
  LONG,
);

/** A new primary binds when the workers of the old one have let go. */
async function untilServes(open: () => Promise<{ status: number }>): Promise<void> {
  for (let row = 0; row < 5; ) row = (await open()).status === 200 ? row + 1 : 0;
}

/** Dials until every proxy of the pool is out. */
async function untilAllOut(atlantic: Atlantic, open: () => Promise<{ status: number }>) {
  return until(
    atlantic,
    'the ejections',
    ({ endpoints }) => endpoints.every(({ state }) => state === 'ejected'),
    () => statusesOf(open, 10),
  );
}

it(
  'reports panic when all are dead, in every place, and keeps what it knows when processes are killed',
  async () => {
    await using echo: EchoServer = await startEchoServer();
    const proxies = await startFour();
    // Long enough that nothing comes back while processes are killed.
    const { atlantic, open } = await startPool(proxies, {
      breaker: { baseSeconds: 300, jitter: 0 },
      maxEjectedShare: 1,
    });
    await using _ = atlantic;
    try {
      const [first, ...others] = proxies;
      if (!first) throw new Error('there are four');
      await killProxy(first);
      const one = await until(
        atlantic,
        'the first ejection',
        ({ endpoints }) => endpointAt(endpoints, first.port)?.state === 'ejected',
        () => statusesOf(() => open(echo.port), 10),
      );
      const before = endpointAt(one.endpoints, first.port);

      const killed = processesOf(atlantic).find(({ role }) => role === 'worker');
      process.kill(killed?.pid ?? 0, 'SIGKILL');
      // Whoever takes its place knows: nobody dials the dead endpoint.
      const watch = await watchPort(first.port);
      for (let round = 0; round < 10; round += 1) {
        await statusesOf(() => open(echo.port), 10);
        await pause(100);
      }
      expect(watch.knocks()).toBe(0);

      await pause(2_500);
      const primary = processesOf(atlantic).find(({ role }) => role === 'primary');
      process.kill(primary?.pid ?? 0, 'SIGKILL');
      await within(
        30,
        'the next primary',
        untilServes(() => open(echo.port)),
      );
      await until(atlantic, 'its report', ({ endpoints }) => {
        const after = endpointAt(endpoints, first.port);
        return after?.state === 'ejected' && after.until === before?.until && after.since === before?.since;
      });
      for (let round = 0; round < 10; round += 1) {
        await statusesOf(() => open(echo.port), 10);
        await pause(100);
      }
      expect(watch.knocks()).toBe(0);
      await watch.close();

      for (const proxy of others) await killProxy(proxy);
      const panic = await untilAllOut(atlantic, () => open(echo.port));
      expect(panic.panicSince).not.toBeNull();
      const { stdout } = await atlantic.cli('pool', 'health', 'rented');
      expect(stdout).toContain('PANIC since');
      const metrics = await (await fetch(new URL('/metrics', atlantic.ready.control.url))).text();
      expect(metrics).toContain('atlantic_pool_panic{plane="local",pool="rented"} 1');
      expect(metrics).toContain('atlantic_pool_endpoints{plane="local",pool="rented",state="ejected"} 4');
      expect(atlantic.output()).toContain('so little of a pool is fit that health is ignored');
    } finally {
      await endAll(proxies);
    }
  },
  LONG,
);
