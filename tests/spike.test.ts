/** The spike in short: what tests/spike/main.ts does with 500 clients, with 100. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { startTransferOrigin, type TransferOrigin } from './kit/transfer-origin.ts';
import { runSpike } from './spike/spike.ts';

const DOORS = ['HTTP', 'CONNECT', 'SOCKS5'] as const;
const peers = new AsyncDisposableStack();
let origin: TransferOrigin;
let atlantic: Atlantic;

beforeAll(async () => {
  origin = peers.use(await startTransferOrigin());
  atlantic = peers.use(await startAtlantic({ config: { egress: { targets: { allowPrivate: true } } } }));
});
afterAll(() => peers.disposeAsync());

it('100 downloads at once get what the quota holds, and not an octet more', async () => {
  const quota = { bytes: 10_000_000, requests: null };
  const result = await runSpike(atlantic, origin, {
    name: 'bytes',
    doors: DOORS,
    clients: 100,
    quota,
    size: 1_000_000,
  });
  expect(result).toMatchObject({ broken: [] });
  expect(result.cut).toBeGreaterThan(0);
});

it('200 requests at once get as many answers as the quota holds', async () => {
  const quota = { bytes: null, requests: 60 };
  const result = await runSpike(atlantic, origin, { name: 'requests', doors: DOORS, clients: 200, quota, size: 1_000 });
  expect(result).toMatchObject({ broken: [], finished: 60, refused: 140 });
});
