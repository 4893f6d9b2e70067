/** What `atlantic check` prints of each candidate. */
import type { CheckOutput } from '@atlantic/contract/supply/check-order.ts';
import { hostPort, proxyUrl } from '@atlantic/contract/supply/proxy.ts';
import type { Candidate } from '../candidate.ts';
import type { Verdict } from '../verdict.ts';

/** In the order of the table's columns. Null: not known, or not so. */
interface Row {
  readonly url: string;
  readonly protocol: string | null;
  readonly alive: boolean;
  readonly anonymity: string | null;
  readonly latencyMs: number | null;
  readonly exit: string | null;
  readonly country: string | null;
  readonly asn: number | null;
  readonly network: string | null;
  readonly confirmed: boolean | null;
  readonly tls: boolean | null;
  readonly stage: string | null;
  readonly code: string | null;
  readonly detail: string | null;
}

const COLUMNS: readonly (keyof Row)[] = [
  ...(['url', 'protocol', 'alive', 'anonymity', 'latencyMs', 'exit', 'country', 'asn', 'network'] as const),
  ...(['confirmed', 'tls', 'stage', 'code', 'detail'] as const),
];

/** With its password, since whoever reads it wants to use it; of an unknown kind without one. */
function urlOf({ kind, ...address }: Candidate): string {
  if (kind !== undefined) return proxyUrl({ ...address, kind });
  return proxyUrl({ ...address, kind: 'http' }).slice('http://'.length);
}

function rowOf(candidate: Candidate, verdict: Verdict): Row {
  if (verdict.alive) {
    const { address, anonymity, exit, country, asn, network, confirmed, tls, totalMs } = verdict;
    return {
      ...{ url: proxyUrl(address), protocol: address.kind, alive: true, anonymity, latencyMs: Math.round(totalMs) },
      ...{ exit, country, asn, network, confirmed, tls, stage: null, code: null, detail: null },
    };
  }
  const { stage, code, detail = null } = verdict;
  return {
    ...{ url: urlOf(candidate), protocol: candidate.kind ?? null, alive: false, anonymity: null, latencyMs: null },
    ...{ exit: null, country: null, asn: null, network: null, confirmed: null, tls: null, stage, code, detail },
  };
}

/** RFC 4180 §2: a field with a comma, a quote or a line end stands in quotes. */
function csvField(value: Row[keyof Row]): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The line that comes first; undefined where there is none. */
export const headLine = (output: CheckOutput): string | undefined => (output === 'csv' ? COLUMNS.join(',') : undefined);

/** One line, without its end. In text, the dead are comments, which readers of lists pass over. */
export function printedLine(output: CheckOutput, candidate: Candidate, verdict: Verdict): string {
  const row = rowOf(candidate, verdict);
  if (output === 'json') return JSON.stringify(row);
  if (output === 'csv') return COLUMNS.map((column) => csvField(row[column])).join(',');
  return row.alive ? row.url : `# ${hostPort(candidate)} ${row.stage} ${row.code}`;
}
