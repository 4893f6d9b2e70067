/**
 * `node tests/chaos/main.ts [egress] [--only TEXT] [--short]`: is bad to a running Atlantic in every way, prints what came
 * of each, and ends with 1 when something was kept, or somebody who behaved was not served.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { saveFigures } from '../kit/figures.ts';
import { blow, type Result } from './blow.ts';
import { FULL, SHORT } from './scale.ts';
import { setStage, WORKERS } from './stage.ts';
import { STORMS } from './storms.ts';
import { resultText } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, short: { type: 'boolean', default: false } },
});
const [plane = 'egress'] = positionals;
if (plane !== 'egress' || positionals.length > 1) throw new Error('the only plane there is to be bad to is egress');
const scale = values.short ? SHORT : FULL;
const say = (text: string): void => void process.stdout.write(text);

// The kit ends what it started when this process exits, which a signal by itself would not let it do.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results: Result[] = [];
{
  await using stage = await setStage();
  // What is loaded and compiled the first time, and the pools of the allocator, are not what a storm keeps.
  for (const storm of STORMS) await storm.blow(stage, SHORT);
  for (const storm of STORMS.filter(({ name }) => name.includes(values.only))) {
    const result = await blow(stage, storm, scale);
    say(resultText(result));
    results.push(result);
  }
}
const broken = results.filter((result) => result.broken.length > 0).length;
say(`${results.length} storms, ${broken} broke something\n`);
if (values.only === '' && !values.short)
  say(`saved ${saveFigures(join(import.meta.dirname, 'results'), new Date(), { workers: WORKERS, scale, results })}\n`);
if (broken > 0) process.exitCode = 1;
