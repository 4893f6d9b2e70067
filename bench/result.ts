/** What every benchmark writes down: figures with the machine, the versions and the day they were taken. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

export interface Figure {
  name: string;
  unit: string;
  /** Every counted run, in the order they ran. */
  runs: readonly number[];
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

export const machine = () => ({
  system: `${type()} ${release()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

/** Prints a table of median, least and most, and saves all runs as `results/DATE-NAME.json`. */
export function writeResult(name: string, figures: readonly Figure[], versions: Record<string, string>): void {
  const rows = figures.map(({ name: figure, unit, runs }) => ({
    figure,
    median: Number(median(runs).toPrecision(4)),
    least: Number(Math.min(...runs).toPrecision(4)),
    most: Number(Math.max(...runs).toPrecision(4)),
    unit,
  }));
  console.table(rows);
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().slice(0, 10)}-${name}.json`);
  const result = { name, date: new Date().toISOString(), machine: machine(), versions, figures };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`saved ${file}`);
}
