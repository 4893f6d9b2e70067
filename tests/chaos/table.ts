/** Results as lines for people. */
import type { Result } from './blow.ts';
import { HELD, type Held, shown } from './kept.ts';

const change = (what: Held, { before, after }: Result): string =>
  `${what} ${shown(what, before[what])} → ${shown(what, after[what])}`;

/** What became of one storm. */
export function resultText(result: Result): string {
  const { storm, attempts, came, seconds, bystander, broken } = result;
  const lines = [
    `${broken.length === 0 ? 'ok    ' : 'BROKEN'} ${storm}: ${attempts} in ${seconds} s; ${came}`,
    `       others: ${bystander.served} served, ${bystander.failed.length} not, slowest ${bystander.slowestMs} ms`,
    `       held: ${HELD.map((what) => change(what, result)).join(', ')}`,
    ...[...new Set(broken)].map((sentence) => `       BROKEN: ${sentence}`),
  ];
  return `${lines.join('\n')}\n`;
}
