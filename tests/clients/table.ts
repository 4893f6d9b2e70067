/** Results as a table: a line for each client and way, a column for each upstream. */
import type { CheckResult } from './checks.ts';
import { wayName } from './client.ts';

export interface Absent {
  readonly client: string;
  readonly reason: string;
}

const GAP = '  ';

/** `ok`, or the checks that failed. */
function cell(results: readonly CheckResult[]): string {
  const failed = results.filter(({ outcome }) => outcome !== 'ok').map(({ check }) => check);
  if (results.length === 0) return '-';
  return failed.length === 0 ? 'ok' : failed.join('+');
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}

/** The table, then every failure in its own words, then the clients that were not there. */
export function tableText(results: readonly CheckResult[], absent: readonly Absent[]): string {
  const upstreams = [...new Set(results.map(({ upstream }) => upstream))];
  const lines = Map.groupBy(results, (result) => `${result.client}: ${wayName(result)}`);
  const rows = [...lines].map(([name, ofLine]) => [
    name,
    ...upstreams.map((upstream) => cell(ofLine.filter((result) => result.upstream === upstream))),
  ]);
  const failures = results
    .filter(({ outcome }) => outcome !== 'ok')
    .map((one) => `FAILED ${one.client}, ${wayName(one)}, ${one.upstream}, ${one.check}: ${one.outcome}\n`);
  const missing = absent.map(({ client, reason }) => `absent: ${client}: ${reason}\n`);
  return aligned([['', ...upstreams], ...rows]) + failures.join('') + missing.join('');
}
