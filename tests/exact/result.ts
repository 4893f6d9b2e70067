/** A report kept with the machine, the versions and the day. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from '../kit/program.ts';
import { total } from './compare.ts';
import type { Report, RunOptions } from './run.ts';

/** Writes `results/DATE.json` and gives its path. */
export async function writeResult(options: RunOptions, seconds: number, report: Report): Promise<string> {
  const tshark = execFileSync(await ensureProgram('tshark'), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
  const now = new Date().toISOString();
  const result = {
    date: now,
    machine: {
      system: `${type()} ${release()}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    versions: { node: process.version, tshark: /\d+(?:\.\d+)+/.exec(tshark)?.[0] ?? 'unknown' },
    ...options,
    seconds: Math.round(seconds),
    agree: report.problems.length === 0,
    total: total(report.rows),
    ...report,
  };
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${now.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}
