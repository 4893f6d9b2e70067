/** `node tests/kill/main.ts [--rounds N] [--seed S]`: prints each round, and ends with 1 when a promise was broken. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { saveFigures } from '../kit/figures.ts';
import { createRandom } from '../kit/random.ts';
import { openArena } from './arena.ts';
import { DAMAGES } from './damage.ts';
import { type DamageResult, runDamage } from './damage-round.ts';
import { type RoundResult, runRound } from './round.ts';
import { summaryOf } from './summary.ts';
import { VICTIMS } from './victim.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function sayRound({ round, victim, killedAfterMs, backAfterMs, sessions, cut, moved, ...rest }: RoundResult): void {
  const { servedWithoutControl, overcount, overcountBound, broken } = rest;
  const when = `killed after ${killedAfterMs} ms, whole ${backAfterMs} ms later`;
  const what = `${sessions} sessions, ${cut} cut, ${(moved / 1e6).toFixed(1)} MB`;
  say(
    `${String(round).padStart(3)} ${victim.padEnd(10)} ${when}; ${what}; overcount ${overcount} of ${overcountBound}`,
  );
  const { unlimited, limited } = servedWithoutControl;
  if (victim === 'control')
    say(`    without control: ${unlimited} unlimited and ${limited} limited transfers were served`);
  for (const sentence of broken) say(`    BROKEN: ${sentence}`);
}

function sayDamage({ ledger, snapshot, backAfterMs, broken }: DamageResult): void {
  say(`    ledger ${ledger}, snapshot ${snapshot}: reported, and served again after ${backAfterMs} ms`);
  for (const sentence of broken) say(`    BROKEN: ${sentence}`);
}

// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results: RoundResult[] = [];
const damages: DamageResult[] = [];
/** What ended the run before its time: something did not come back, or fell silent. */
let failure: string | undefined;
try {
  await using arena = await openArena();
  const random = createRandom(seed);
  for (let round = 1; round <= rounds; round += 1) {
    const result = await runRound(arena, round, random.pick(VICTIMS), random.fork());
    sayRound(result);
    results.push(result);
  }
  for (const [at, ledger] of DAMAGES.entries()) {
    // Each damage of one file meets another damage of the other.
    const snapshot = DAMAGES[(at + 1) % DAMAGES.length] ?? ledger;
    const result = await runDamage(arena, `d${at}`, { ledger, snapshot }, random.fork());
    sayDamage(result);
    damages.push(result);
  }
} catch (error) {
  failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`BROKEN in round ${results.length + 1}: ${failure}`);
}
const summary = summaryOf(results);
for (const [name, value] of Object.entries(summary)) say(`${name}: ${value}`);
const file = saveFigures(join(import.meta.dirname, 'results'), new Date(), {
  seed,
  rounds,
  failure,
  summary,
  results,
  damages,
});
say(`saved ${file}`);
if (failure !== undefined || [...results, ...damages].some(({ broken }) => broken.length > 0)) process.exitCode = 1;
