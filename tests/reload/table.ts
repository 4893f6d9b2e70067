/** The results side by side, as lines. */
import type { Result } from './run.ts';

const COLUMNS: readonly (readonly [string, (result: Result) => string])[] = [
  ['', ({ name }) => name],
  ['reloads', ({ reloads }) => String(reloads)],
  ['restarts', ({ restarts }) => String(restarts)],
  ['seconds', ({ seconds }) => String(seconds)],
  ['requests', ({ requests }) => String(requests)],
  ['failed', ({ failed }) => String(failed)],
  ['of them: keep-alive', ({ parts }) => String(parts['keep-alive']?.failed ?? 0)],
  ['new connections', ({ parts }) => String(parts['new connections']?.failed ?? 0)],
  ['tunnels', ({ parts }) => String(parts.tunnels?.failed ?? 0)],
  ['open tunnels closed', ({ tunnels, tunnelsClosed }) => `${tunnelsClosed} of ${tunnels}`],
];

export function tableOf(results: readonly Result[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...results.map((result) => COLUMNS.map(([, of]) => of(result)))];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ')).join('\n');
}
