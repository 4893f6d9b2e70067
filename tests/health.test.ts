import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTunnel, openTunnels, waited } from './health/tunnel.ts';
import { startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { httpPort } from './kit/door.ts';
import { startEchoServer } from './kit/echo-server.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

it('x', async () => {
  await using echo = await startEchoServer();
  const proxies = await Promise.all([1, 2, 3, 4].map(() => startTinyproxy({ connections: 400 })));
  await using atlantic = await startAtlantic({
    config: {
      egress: { targets: { allowPrivate: true } },
      pools: [
        {
          name: 'rented',
          kind: 'list',
          endpoints: proxies.map(({ url }) => url),
          health: { breaker: { baseSeconds: 5 } },
        },
      ],
      routes: [{ pool: 'rented' }],
    },
  });
  const { header } = await createCredential(atlantic, 'many');
  const open = () => openTunnel(httpPort(atlantic), header, echo.port);
  let enough = false;
  const all = openTunnels(200, open, () => enough);
  await pause(1000);
  process.kill(proxies[0]?.pid ?? 0, 'SIGKILL');
  await pause(3000);
  enough = true;
  const tunnels = await all;
  process.stderr.write(`failover: p99 ${Math.round(waited(tunnels, 0.99))} ms\n`);
  const bad = tunnels.filter(({ status }) => status !== 200);
  expect(bad).toEqual([]);
}, 60000);
