/** Results of a run, written down with what they were measured on. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = dirname(dirname(import.meta.dirname));

const machine = () => ({
  system: `${type()} ${release()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'unknown';
  }
}

const versions = () => ({
  node: process.version,
  atlantic: String(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version),
  commit: commit(),
});

/** Writes `folder/DATE.json`, in place of an earlier one of the same day, and returns its path. */
export function saveFigures(folder: string, now: Date, figures: object): string {
  mkdirSync(folder, { recursive: true });
  const date = now.toISOString();
  const file = join(folder, `${date.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify({ date, machine: machine(), versions: versions(), ...figures }, null, 2)}\n`);
  return file;
}
