/** A judge that is away at the start, and one that dies later: the last good snapshot stays, is said to be stale, and is made anew when the judge is back. */
import type { ConfigInput } from '@atlantic/contract/config/schema.ts';
import { type SupplyStatus, supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Atlantic, LAUNCHER, startAtlantic } from './kit/atlantic.ts';
import { type Child, startChild } from './kit/child.ts';
import { freePort, untilAccepts } from './kit/port.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import type { UpstreamProxy } from './kit/upstream-proxy.ts';

const LONG = 120_000;
const SOON = { timeout: 60_000, interval: 200 };

const peers = new AsyncDisposableStack();
let judge: Child | undefined;
let judgePort: number;
let proxies: readonly UpstreamProxy[];
let atlantic: Atlantic;

async function startJudge(): Promise<void> {
  judge = startChild(process.execPath, [LAUNCHER, 'judge', '--bind', `127.0.0.1:${judgePort}`]);
  await untilAccepts(judgePort, AbortSignal.timeout(20_000));
}
const call = (path: string, init: RequestInit = {}) =>
  fetch(`${atlantic.ready.control.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${atlantic.ready.apiKey}`, 'content-type': 'application/json' },
  });
const status = async (): Promise<SupplyStatus> =>
  supplyStatusSchema.parse(await (await call('/api/v1/supply/status')).json());
const metric = async (name: string): Promise<string | undefined> => {
  const text = await (await fetch(`${atlantic.ready.supply?.url}/metrics`)).text();
  return text.split('\n').find((line) => line.startsWith(name));
};

beforeAll(async () => {
  judgePort = await freePort();
  peers.defer(async () => judge?.[Symbol.asyncDispose]());
  proxies = await Promise.all(['127.0.0.21', '127.0.0.22'].map((from) => startTinyproxy({ from })));
  for (const proxy of proxies) peers.use(proxy);
  const list = proxies.map(({ port }) => `http://127.0.0.1:${port}`);
  const config: ConfigInput = {
    supply: {
      feeds: [{ name: 'here', list }],
      judges: [{ url: `http://127.0.0.1:${judgePort}/` }],
      check: { allowPrivate: true, connectSeconds: 2, judgeSeconds: 2 },
      everySeconds: 3_600,
      recheckSeconds: 3_600,
    },
  };
  atlantic = peers.use(await startAtlantic({ config }));
}, LONG);
afterAll(() => peers.disposeAsync());

it(
  'publishes nothing while no judge has ever answered, and what feeds named once one does',
  async () => {
    await expect.poll(async () => (await status()).last?.withheld, SOON).toBe('judge-down');
    expect((await status()).snapshot).toBeNull();
    await startJudge();
    await expect.poll(async () => (await status()).snapshot?.alive, SOON).toBe(2);
  },
  LONG,
);

it(
  'keeps the last good snapshot, says so, and recovers by itself',
  async () => {
    const before = (await status()).snapshot;
    judge?.kill('SIGKILL');
    await call('/api/v1/supply/runs', { method: 'POST', body: '{}' });
    await expect.poll(async () => (await status()).last?.withheld, SOON).toBe('judge-down');
    const kept = await status();
    expect(kept.snapshot).toMatchObject({ version: before?.version, alive: 2, stale: true, why: 'judge-down' });
    await expect.poll(async () => (await status()).judges, SOON).toMatchObject([{ up: false }]);
    expect(await metric('atlantic_supply_judge_up')).toMatch(/ 0$/);
    expect(await metric('atlantic_supply_snapshot_stale')).toMatch(/ 1$/);
    const listed = await fetch(`${atlantic.ready.supply?.url}/get-proxy?all=1`, {
      headers: { 'x-api-key': atlantic.ready.apiKey },
    });
    expect((await listed.text()).trim().split('\n')).toHaveLength(2);

    await startJudge();
    await expect.poll(async () => (await status()).snapshot, SOON).toMatchObject({ alive: 2, stale: false, why: null });
    expect((await status()).snapshot?.version).toBeGreaterThan(before?.version ?? 0);
    expect(await metric('atlantic_supply_snapshot_stale')).toMatch(/ 0$/);
  },
  LONG,
);
