/** Connections held ready to real proxies: used, aged, and survived when the proxy goes away. */
import { setTimeout as pause } from 'node:timers/promises';
import { poolHealthSchema } from '@atlantic/contract/api-endpoint.ts';
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import { expect, it, vi } from 'vitest';
import { openTunnel } from './health/tunnel.ts';
import { startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { httpPort } from './kit/door.ts';
import { startEchoServer } from './kit/echo-server.ts';
import { accepts } from './kit/port.ts';
import { startSquid } from './kit/squid.ts';
import { startStunnel } from './kit/stunnel.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

type ListPool = Extract<NonNullable<ConfigInput['pools']>[number], { kind: 'list' }>;

async function startPool(pool: Omit<ListPool, 'name' | 'kind'>) {
  const atlantic = await startAtlantic({
    config: {
      egress: { workers: 1, targets: { allowPrivate: true } },
      pools: [{ name: 'rented', kind: 'list', ...pool }],
      routes: [{ pool: 'rented' }],
    },
  });
  const { header } = await createCredential(atlantic, 'many');
  return { atlantic, open: (target: number) => openTunnel(httpPort(atlantic), header, target) };
}

it('are opened beside the tunnels through an HTTPS proxy, and no more when nobody comes', async () => {
  await using echo = await startEchoServer();
  await using proxy = await startStunnel(await startSquid({ connections: 50 }));
  const spares = { max: 4, ageSeconds: 1 };
  const { atlantic, open } = await startPool({ endpoints: [proxy.url], ca: proxy.issuerFile, spares });
  await using _ = atlantic;
  for (let time = 0; time < 10; time += 1) expect(await open(echo.port)).toMatchObject({ status: 200 });
  const shaken = () => proxy.handshakes().resumed + proxy.handshakes().whole;
  await vi.waitFor(() => expect(shaken()).toBeGreaterThan(10));
  await vi.waitFor(
    async () => {
      const metrics = await (await fetch(new URL('/metrics', atlantic.ready.control.url))).text();
      expect(Number(/^atlantic_plane_spares_used\{plane="local"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    },
    // Figures alone are reported every 15 seconds.
    { timeout: 30_000 },
  );
  // Whatever stands is old by then.
  await pause(2_500);
  const before = shaken();
  expect(await open(echo.port)).toMatchObject({ status: 200 });
  expect(shaken()).toBe(before + 1);
  // Nobody came for so long that the one who came gets no spare beside.
  await pause(500);
  expect(shaken()).toBe(before + 1);
});

it('cost nobody a request and the endpoint no fault when the proxy dies and comes back', async () => {
  await using echo = await startEchoServer();
  await using first = await startTinyproxy({ connections: 50 });
  const { atlantic, open } = await startPool({ endpoints: [first.url], spares: { max: 4, ageSeconds: 60 } });
  await using _ = atlantic;
  const openMany = async () => (await Promise.all([1, 2, 3, 4].map(() => open(echo.port)))).map(({ status }) => status);
  const GOOD = [200, 200, 200, 200];
  for (let time = 0; time < 3; time += 1) expect(await openMany()).toEqual(GOOD);
  process.kill(first.pid, 'SIGKILL');
  while (await accepts(first.port)) await pause(10);
  await using again = await startTinyproxy({ port: first.port, connections: 50 });
  expect(again.port).toBe(first.port);
  for (let time = 0; time < 3; time += 1) expect(await openMany()).toEqual(GOOD);
  await vi.waitFor(
    async () => {
      const { stdout } = await atlantic.cli('pool', 'health', 'rented', '--json');
      const [endpoint] = poolHealthSchema.parse(JSON.parse(stdout)).planes[0]?.endpoints ?? [];
      expect(endpoint).toMatchObject({ state: 'healthy', successRate: 1 });
    },
    { timeout: 20_000 },
  );
});
