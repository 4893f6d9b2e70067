/**
 * `node tests/chaos/main.ts [egress] [--only TEXT] [--short]`: is bad to a running Atlantic in every way, prints what came
 * of each, and ends with 1 when something was kept, or somebody who behaved was not served. A run of a part of it takes the
 * place of that part in the results of the day.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { saveFigures } from '../kit/figures.ts';
import { namespaceProblem } from '../kit/namespaces.ts';
import { blow, type Result } from './blow.ts';
import { earlierResults } from './earlier.ts';
import { setNetStage } from './net/stage.ts';
import { WEATHER } from './net/weather.ts';
import type { Place } from './place.ts';
import { FULL, SHORT } from './scale.ts';
import { setStage, WORKERS } from './stage.ts';
import type { Storm } from './storm.ts';
import { STORMS } from './storms.ts';
import { resultText } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, short: { type: 'boolean', default: false } },
});
const [plane = 'egress'] = positionals;
if (plane !== 'egress' || positionals.length > 1) throw new Error('the only plane there is to be bad to is egress');
const scale = values.short ? SHORT : FULL;
const RESULTS = join(import.meta.dirname, 'results');
const say = (text: string): void => void process.stdout.write(text);

// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results: Result[] = [];

async function blowAll<P extends Place>(set: () => Promise<P & AsyncDisposable>, storms: readonly Storm<P>[]) {
  const chosen = storms.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) return;
  await using place = await set();
  // What is loaded and compiled the first time, and the pools of the allocator, are not what a storm keeps.
  for (const storm of chosen) await storm.blow(place, SHORT);
  for (const storm of chosen) {
    const result = await blow(place, storm, scale);
    say(resultText(result));
    results.push(result);
  }
}

await blowAll(setStage, STORMS);
const problem = await namespaceProblem();
if (problem === undefined) await blowAll(setNetStage, WEATHER);
else say(`skipped ${WEATHER.map(({ name }) => name).join('; ')}: ${problem}\n`);

const broken = results.filter((result) => result.broken.length > 0).length;
say(`${results.length} storms, ${broken} broke something\n`);
if (!values.short) {
  const now = new Date();
  const all = [...earlierResults(RESULTS, now, results), ...results];
  say(`saved ${saveFigures(RESULTS, now, { workers: WORKERS, scale, results: all })}\n`);
}
if (broken > 0) process.exitCode = 1;
