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

it.each([
  'credential',
  'account',
] as const)('the bytes of one %s go to 100 downloads, and not an octet more', async (of) => {
  const limit = { kind: 'bytes', most: 10_000_000 } as const;
  const plan = { name: `bytes of the ${of}`, doors: DOORS, clients: 100, limit, of, size: 1_000_000 };
  const result = await runSpike(atlantic, origin, plan);
  expect(result).toMatchObject({ broken: [] });
  expect(result.cut).toBeGreaterThan(0);
});

it.each(['credential', 'account'] as const)('200 requests get as many answers as one %s has', async (of) => {
  const limit = { kind: 'requests', most: 60 } as const;
  const plan = { name: `requests of the ${of}`, doors: DOORS, clients: 200, limit, of, size: 1_000 };
  expect(await runSpike(atlantic, origin, plan)).toMatchObject({ broken: [], finished: 60, refused: 140 });
});

it.each(['credential', 'account'] as const)('200 requests at once get no more than the rate of one %s', async (of) => {
  const limit = { kind: 'rate', perSecond: 20, burst: 30 } as const;
  const plan = { name: `rate of the ${of}`, doors: DOORS, clients: 200, limit, of, size: 1_000 };
  expect(await runSpike(atlantic, origin, plan)).toMatchObject({ broken: [] });
});

it.each([
  'credential',
  'account',
] as const)('100 requests at once: as many under way as one %s may have', async (of) => {
  const limit = { kind: 'concurrency', most: 12 } as const;
  const plan = { name: `concurrency of the ${of}`, doors: DOORS, clients: 100, limit, of, size: 10_000, holdMs: 3_000 };
  expect(await runSpike(atlantic, origin, plan)).toMatchObject({ broken: [], finished: 12, refused: 88 });
});
