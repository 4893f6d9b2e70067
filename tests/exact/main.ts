/**
 * Exact bytes: an independent observer reads TCP sequence numbers on the gateway's ports while mixed transfers run, and
 * what it saw is compared with what Atlantic counted. Prints a table, keeps it in `results/`, and ends with 1 when
 * anything differs, with 2 when it is used wrongly.
 *
 *     node tests/exact/main.ts [--transfers N] [--seed S]
 */
import { parseArgs } from 'node:util';
import { writeResult } from './result.ts';
import { type RunOptions, runExact } from './run.ts';
import { reportText } from './table.ts';

const DEFAULTS = { transfers: '2000', seed: '1' };
const MOST_SEED = 2 ** 32 - 1;

function readOptions(): RunOptions | undefined {
  try {
    const options = { transfers: { type: 'string' }, seed: { type: 'string' } } as const;
    const given = { ...DEFAULTS, ...parseArgs({ options }).values };
    const [transfers, seed] = [Number(given.transfers), Number(given.seed)];
    const usable = Number.isSafeInteger(transfers) && transfers > 0 && Number.isSafeInteger(seed) && seed >= 0;
    return usable && seed <= MOST_SEED ? { transfers, seed } : undefined;
  } catch {
    return undefined;
  }
}

const options = readOptions();
if (!options) {
  process.stderr.write('usage: main.ts [--transfers N] [--seed S], both whole numbers\n');
  process.exit(2);
}
const began = performance.now();
const report = await runExact(options);
const file = await writeResult(options, (performance.now() - began) / 1000, report);
process.stdout.write(`${reportText(report)}${file}\n`);
process.exit(report.problems.length === 0 ? 0 : 1);
