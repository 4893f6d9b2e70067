/**
 * Checks of a fleet whose every proxy is known: is each judged rightly, how fast, and with what. The fleet, the judges and
 * the program that checks share the machine.
 */
import { startChild } from '@atlantic/tests/kit/child.ts';
import { within } from '@atlantic/tests/kit/deadline.ts';
import { type Figure, writeResult } from '../result.ts';
import { type Case, casesOf, type Order, type Outcome } from './case.ts';
import { startFleet } from './fleet.ts';
import { startJudges } from './judges.ts';
import { type Most, watchProgram } from './watch.ts';

const SEED = 20_261_121;
const MOST_SECONDS = 600;
const PROGRAM = new URL('checking.ts', import.meta.url).pathname;
const MEGABYTE = 1_000_000;

async function measure({ size, settings, tls, fleet: options }: Case): Promise<{ outcome: Outcome; most: Most }> {
  await using judges = await startJudges(tls);
  await using fleet = await startFleet({ ...options, interceptor: judges.stranger });
  const order: Order = { seed: SEED, size, settings, judges: judges.settings, ports: fleet.ports };
  await using child = startChild(process.execPath, [PROGRAM, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  using watched = watchProgram(child.pid);
  const { code } = await within(MOST_SECONDS, `checking ${size} proxies`, child.exited);
  if (code !== 0) throw new Error(`the program that checks ended with ${code}`);
  return { outcome: JSON.parse(child.stdout().toString()), most: watched.most };
}

const figuresOf = (name: string, size: number, { summary, ...outcome }: Outcome, most: Most): Figure[] =>
  (
    [
      ['proxies', '', size],
      ['judged as the truth table says', '', size - outcome.wrongCount],
      ['alive', '', summary.alive],
      ['time', 's', summary.seconds],
      ['most in flight', '', summary.mostInFlight],
      ['memory of all processes (PSS)', 'MB', most.pss / MEGABYTE],
      ['memory of all processes (RSS)', 'MB', most.rss / MEGABYTE],
      ['descriptors of one process', '', most.descriptors],
      ['processes', '', most.processes],
      ['processor time', 's', outcome.processorSeconds],
      ['loop delay p99, worst quarter of a second', 'ms', outcome.loopDelayMs],
      ['put back', '', summary.requeued],
      ['tried again', '', summary.retried],
    ] as const
  ).map(([figure, unit, value]) => ({ name: `${name}: ${figure}`, unit, runs: [value] }));

/** Rejects when a single verdict is wrong. `quick`: 2,000 proxies, and nothing is saved. */
export async function benchSupply(quick: boolean): Promise<void> {
  const figures: Figure[] = [];
  const wrong: string[] = [];
  for (const one of casesOf(quick)) {
    const { outcome, most } = await measure(one);
    if (outcome.ended !== undefined) throw new Error(`${one.name}: the run ended early, ${outcome.ended}`);
    figures.push(...figuresOf(one.name, one.size, outcome, most));
    wrong.push(...outcome.wrong);
    console.log(`${one.name}: ${JSON.stringify(outcome.summary)}`);
  }
  if (quick) console.log(figures.map(({ name, unit, runs }) => `${name}: ${runs[0]} ${unit}`).join('\n'));
  else writeResult('supply', figures, { node: process.version });
  if (wrong.length > 0) throw new Error(`Some verdicts are wrong. The first of them:\n  ${wrong.join('\n  ')}`);
}
