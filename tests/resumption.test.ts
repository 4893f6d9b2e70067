/** TLS sessions with real HTTPS proxies go on in the next handshake, by the proxy's own log. */
import { expect, it } from 'vitest';
import { openTunnel } from './health/tunnel.ts';
import { startAtlantic } from './kit/atlantic.ts';
import { createCredential } from './kit/credential.ts';
import { httpPort } from './kit/door.ts';
import { startEchoServer } from './kit/echo-server.ts';
import { startStunnel } from './kit/stunnel.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

const BURST = 8;

it.each(['TLSv1.2', 'TLSv1.3'] as const)('by %s, one after the other and many at once', async (version) => {
  await using echo = await startEchoServer();
  await using proxy = await startStunnel(await startTinyproxy({ connections: 50 }), { version });
  await using atlantic = await startAtlantic({
    config: {
      egress: { workers: 1, targets: { allowPrivate: true } },
      pools: [{ name: 'rented', kind: 'list', endpoints: [proxy.url], ca: proxy.issuerFile }],
      routes: [{ pool: 'rented' }],
    },
  });
  const { header } = await createCredential(atlantic, 'many');
  const open = () => openTunnel(httpPort(atlantic), header, echo.port);
  const openMany = (count: number) => Promise.all(Array.from({ length: count }, open));

  for (let time = 0; time < 5; time += 1) expect(await open()).toMatchObject({ status: 200 });
  expect(proxy.handshakes()).toEqual({ resumed: 4, whole: 1 });

  // The first of them may find no session left; the next ones do.
  await openMany(BURST);
  const before = proxy.handshakes();
  expect((await openMany(BURST)).map(({ status }) => status)).toEqual(Array(BURST).fill(200));
  expect(proxy.handshakes()).toEqual({ resumed: before.resumed + BURST, whole: before.whole });
});
