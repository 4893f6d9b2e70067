/** A pool that hedges, with real proxies of which one stands still: it accepts, and says nothing any more. */
import { expect, it } from 'vitest';
import { openTunnel } from './health/tunnel.ts';
import { startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { within } from './kit/deadline.ts';
import { httpPort } from './kit/door.ts';
import { startEchoServer } from './kit/echo-server.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

/** Half of them come to the one that is silent, for whose answer a request waits ten seconds. */
const REQUESTS = 20;

it('serves by another endpoint long before the first is given up', async () => {
  await using echo = await startEchoServer();
  await using one = await startTinyproxy({ connections: 100 });
  await using other = await startTinyproxy({ connections: 100 });
  await using atlantic = await startAtlantic({
    config: {
      egress: { workers: 1, targets: { allowPrivate: true } },
      pools: [
        {
          name: 'rented',
          kind: 'list',
          endpoints: [one.url, other.url],
          choose: 'round-robin',
          hedge: { share: 1 },
          retry: { share: 1 },
        },
      ],
      routes: [{ pool: 'rented' }],
    },
  });
  const { header } = await createCredential(atlantic, 'many');
  const askAll = async () => {
    const statuses: number[] = [];
    for (let request = 0; request < REQUESTS; request += 1)
      statuses.push((await openTunnel(httpPort(atlantic), header, echo.port)).status);
    return statuses;
  };
  const GOOD = Array(REQUESTS).fill(200);
  expect(await askAll()).toEqual(GOOD);
  process.kill(one.pid, 'SIGSTOP');
  try {
    expect(await within(9, 'what the other serves', askAll())).toEqual(GOOD);
  } finally {
    process.kill(one.pid, 'SIGCONT');
  }
});
