/** `node tests/spike/main.ts`: prints what a spike does to a limit, and ends with 1 when a promise was broken. */
import { join } from 'node:path';
import { startAtlantic } from '../kit/atlantic.ts';
import { saveFigures } from '../kit/figures.ts';
import { startTransferOrigin } from '../kit/transfer-origin.ts';
import type { SpikePlan, SpikeResult } from './promises.ts';
import { runSpike } from './spike.ts';

const WORKERS = 2;
const BYTES = { clients: 500, limit: { kind: 'bytes', most: 50_000_000 }, size: 1_000_000 } as const;
const REQUESTS = { clients: 1_000, limit: { kind: 'requests', most: 300 }, size: 1_000 } as const;
const RATE = { clients: 1_000, limit: { kind: 'rate', perSecond: 20, burst: 100 }, size: 1_000 } as const;
const CONCURRENCY = { clients: 500, limit: { kind: 'concurrency', most: 40 }, size: 10_000, holdMs: 6_000 } as const;
const MIXED = ['HTTP', 'CONNECT', 'SOCKS5'] as const;

const PLANS: readonly SpikePlan[] = [
  { name: 'bytes by HTTP', doors: ['HTTP'], of: 'credential', ...BYTES },
  { name: 'requests by HTTP', doors: ['HTTP'], of: 'credential', ...REQUESTS },
  ...(['credential', 'account'] as const).flatMap((of) => [
    { name: `bytes of the ${of} by mixed doors`, doors: MIXED, of, ...BYTES },
    { name: `requests of the ${of} by mixed doors`, doors: MIXED, of, ...REQUESTS },
    { name: `rate of the ${of} by mixed doors`, doors: MIXED, of, ...RATE },
    { name: `concurrency of the ${of} by mixed doors`, doors: MIXED, of, ...CONCURRENCY },
  ]),
];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function report({ name, finished, refused, cut, metered, rows, delivered, seconds, broken }: SpikeResult): void {
  say(`${name}: ${finished} finished, ${refused} refused, ${cut} cut, in ${seconds.toFixed(1)} s`);
  say(`  metered ${metered.bytes} octets, ${metered.requests} requests; rows ${rows.bytes}, ${rows.requests}`);
  say(`  delivered ${delivered} octets of bodies`);
  for (const sentence of broken) say(`  BROKEN: ${sentence}`);
}

// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await using origin = await startTransferOrigin();
await using atlantic = await startAtlantic({
  config: { egress: { workers: WORKERS, targets: { allowPrivate: true } } },
});
const results: SpikeResult[] = [];
for (const plan of PLANS) {
  const result = await runSpike(atlantic, origin, plan);
  report(result);
  results.push(result);
}
const file = saveFigures(join(import.meta.dirname, 'results'), new Date(), { workers: WORKERS, plans: PLANS, results });
say(`saved ${file}`);
if (results.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
