/** Supply's API in a process of its own, in front of a seeded snapshot. Its parent asks what it has used. */
import { createHash } from 'node:crypto';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { createApi } from '@atlantic/supply/api/listener.ts';
import { createSupplyMetrics } from '@atlantic/supply/api/metrics.ts';
import { seededSnapshot } from '@atlantic/supply/testing/snapshot.ts';
import { statusOf } from '@atlantic/supply/testing/status.ts';
import { buildView } from '@atlantic/supply/view/build.ts';
import type { ApiLook, ApiReady } from './messages.ts';

const [, , size = '100000', secret = ''] = process.argv;
const residentMiB = () => process.memoryUsage.rss() / 2 ** 20;
const baseMiB = residentMiB();

let snapshot = seededSnapshot(Number(size));
let view = await buildView(snapshot);
let published = 0;
let runs = 0;
let reloads = 0;
let publishing: Promise<void> | undefined;

/** Another snapshot takes the place of the one that is served, as after a run. Its proxies are the same: making them is not measured. */
async function publish(): Promise<void> {
  const next = { ...snapshot, version: snapshot.version + 1 };
  view = await buildView(next);
  snapshot = next;
  published++;
}
function reload(): { run: string; already: boolean } {
  reloads++;
  const already = publishing !== undefined;
  if (!already) runs++;
  publishing ??= publish().finally(() => {
    publishing = undefined;
  });
  return { run: `run-${runs}`, already };
}

const nothing = () => false;
const api = createApi({
  source: {
    view: () => view,
    status: () => statusOf(snapshot),
    runs: async () => [],
    reload,
    abort: nothing,
    report: () => 'unknown',
    remove: nothing,
    feeds: () => [],
    testFeed: () => Promise.reject(new Error('no feeds here')),
    history: () => undefined,
  },
  metrics: createSupplyMetrics(() => statusOf(snapshot)),
  log: createLog({ name: 'supply', level: 'error' }),
  settings: {
    keys: [{ name: 'bench', hash: createHash('sha256').update(secret).digest('hex'), role: 'operator' }],
    rate: { perSecond: 100_000, burst: 1_000_000 },
  },
  now: () => performance.now(),
  random: Math.random,
});
const { url } = await api.listen('127.0.0.1:0');

function look(): ApiLook {
  const { user, system } = process.cpuUsage();
  return { residentMiB: residentMiB(), processorSeconds: (user + system) / 1e6, published, runs, reloads };
}
process.on('message', () => process.send?.(look()));
process.on('disconnect', () => process.exit());
process.send?.({ url, baseMiB, restMiB: residentMiB() } satisfies ApiReady);
