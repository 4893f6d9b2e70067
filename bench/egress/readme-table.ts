/** `node bench/egress/readme-table.ts FILE`: the table of a saved run, for bench/README.md. */
import { readFileSync } from 'node:fs';
import type { SavedRun } from './saved.ts';
import { showRun } from './show.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node bench/egress/readme-table.ts FILE');
  process.exitCode = 2;
} else {
  // Our own file, written by saved.ts.
  const run = JSON.parse(readFileSync(file, 'utf8')) as SavedRun;
  console.log(
    `${run.date.slice(0, 10)}, ${run.machine.cores} cores, ${run.machine.processor}, ${run.machine.system}\n`,
  );
  console.log(showRun(run));
}
