/** `node tests/overload/main.ts`: floods and fair shares in figures. Ends with 1 when a promise was broken. */
import { join } from 'node:path';
import { saveFigures } from '../kit/figures.ts';
import { type Fared, type FloodPlan, type FloodResult, runFlood } from './flooded.ts';
import { measureShares, type Shares } from './shares.ts';

const SECONDS = 4;
const FLOODS: readonly FloodPlan[] = [
  { name: 'one address', overload: { connections: 400, connectionsPerAddress: 100 }, clients: 600, addresses: 1 },
  { name: 'one account, 50 addresses', overload: { connections: 400 }, clients: 600, addresses: 50 },
  { name: 'descriptors', overload: { connections: 10_000 }, clients: 600, addresses: 50, descriptors: 300 },
  { name: 'memory', overload: { memoryBytes: 150_000_000 }, clients: 6_000, addresses: 50 },
];
/** By connections alone: a flood that takes what is its account's share must not cost others a request. */
const UNHARMED: ReadonlySet<string> = new Set(['one address', 'one account, 50 addresses']);

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (octets: number): string => `${Math.round(octets / 1e6)} MB`;
const faredText = ({ served, refused, p50Ms, p99Ms }: Fared): string =>
  `${served} served, ${refused} refused, p50 ${p50Ms} ms, p99 ${p99Ms} ms`;

function brokenBy({ name, during, after }: FloodResult): string[] {
  return [
    ...(UNHARMED.has(name) && during.refused > 0
      ? [`${during.refused} requests of the other account were refused`]
      : []),
    ...(after.refused > 0 ? [`${after.refused} requests were refused when all was well`] : []),
  ];
}

// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const floods: FloodResult[] = [];
const broken: string[] = [];
for (const plan of FLOODS) {
  const result = await runFlood(plan);
  const { name, before, during, after, held, highestLevel, turnedAway, resident, recoverySeconds } = result;
  say(`${name}: the flood held ${held}; turned away ${JSON.stringify(turnedAway)}; level ${highestLevel}`);
  say(`  before: ${faredText(before)}\n  during: ${faredText(during)}\n  after:  ${faredText(after)}`);
  say(
    `  well again after ${recoverySeconds} s; resident ${[resident.before, resident.most, resident.last].map(megabytes).join(', ')}`,
  );
  floods.push(result);
  for (const sentence of brokenBy(result)) {
    broken.push(`${name}: ${sentence}`);
    say(`  BROKEN: ${sentence}`);
  }
}
const shares: Shares[] = [];
for (const [many, few] of [
  [100, 0],
  [100, 1],
  [100, 4],
  [50, 50],
] as const) {
  const result = await measureShares(many, few, SECONDS);
  const { greedy, modest, modestShare } = result;
  say(
    `${many} tunnels against ${few}: ${megabytes(greedy)}/s and ${megabytes(modest)}/s, ${Math.round(modestShare * 100)} %`,
  );
  shares.push(result);
}
const file = saveFigures(join(import.meta.dirname, 'results'), new Date(), { floods, shares, broken });
say(`saved ${file}`);
if (broken.length > 0) process.exitCode = 1;
