import { expect, it } from 'vitest';
import { startAtlantic } from './atlantic.ts';
import { readBooks } from './books.ts';
import { createCredential } from './credential.ts';
import { httpPort } from './door.ts';
import { startOrigin } from './origin.ts';
import { openRawClient } from './raw-client.ts';

const COUNTED = { timeout: 15_000, interval: 100 };

it('holds what was counted, charged and granted', async () => {
  await using origin = await startOrigin();
  await using atlantic = await startAtlantic({ config: { egress: { targets: { allowPrivate: true } } } });
  const { header } = await createCredential(atlantic, 'reader', '--quota-bytes', '1000000');
  const nothing = { bytes: 0, requests: 0 };
  expect(readBooks(atlantic.data, 'reader')).toMatchObject({ bytesUp: 0, bytesDown: 0, charged: nothing });
  expect(() => readBooks(atlantic.data, 'nobody')).toThrow('nobody');

  await using client = await openRawClient(httpPort(atlantic));
  client.send(`GET ${origin.url}/bytes/5000 HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\n${header}\r\n\r\n`);
  await client.response();
  const { sent, received } = client.counts();
  const charged = { bytes: sent + received, requests: 1 };
  await expect
    .poll(() => readBooks(atlantic.data, 'reader'), COUNTED)
    .toMatchObject({ bytesUp: sent, bytesDown: received, requests: 1, charged });
  expect(readBooks(atlantic.data, 'reader').outstanding.bytes).toBeGreaterThan(0);
});
