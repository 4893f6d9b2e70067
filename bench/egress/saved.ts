/** A run on disk: everything that was measured, where, when and with what. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { machine } from '../result.ts';
import type { Extent } from './extent.ts';
import type { Measurement } from './figures.ts';
import { METRICS } from './metrics.ts';

export interface SavedPeer {
  readonly peer: string;
  readonly title: string;
  readonly version: string;
  readonly settings: string;
  readonly pinned: boolean;
}

export interface SavedRun {
  readonly name: 'egress';
  /** ISO 8601. */
  readonly date: string;
  /** The commit that was measured, with a word when files differed from it; empty outside a repository. */
  readonly commit: string;
  readonly machine: ReturnType<typeof machine>;
  /** How many processes wanted a core, on average over the minute before the run. */
  readonly loadBefore: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly extent: Extent;
  readonly metrics: Readonly<Record<string, string>>;
  readonly peers: readonly SavedPeer[];
  readonly measurements: readonly Measurement[];
}

const RESULTS = join(dirname(import.meta.dirname), 'results');

function commit(): string {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain') !== '';
    return `${git('rev-parse', 'HEAD')}${changed ? ', with changes' : ''}`;
  } catch {
    return '';
  }
}

export function describeRun(
  run: Pick<SavedRun, 'loadBefore' | 'versions' | 'extent' | 'peers' | 'measurements'>,
): SavedRun {
  const metrics = Object.fromEntries(METRICS.map(({ id, sentence }) => [id, sentence]));
  return { name: 'egress', date: new Date().toISOString(), commit: commit(), machine: machine(), metrics, ...run };
}

/** Writes `results/egress-DATE.json` and returns its path. */
export function saveRun(run: SavedRun): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `egress-${run.date.slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}
