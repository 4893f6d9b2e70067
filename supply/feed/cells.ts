/**
 * A row of cells without names: the words of a line, the fields of CSV without a header, the cells of a table. What a cell
 * means is told by its form. Pure.
 */
import { isIP } from 'node:net';
import { isPort } from '@atlantic/contract/endpoint-list/endpoint.ts';
import type { Rejection } from '@atlantic/contract/supply/feed.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { canonicalEntryHost, readEntry } from './entry.ts';
import type { Entry, Findings } from './findings.ts';
import { kindsOf } from './kinds.ts';

/** Quotes and separators around a cell that was not cut out cleanly. */
const WRAPPING = /^["'`(<]+|["'`)>,;]+$/g;

const bare = (text: string): string => text.replace(/^\[|\]$/g, '');

/** Does it look like an entry? A text of the web is full of colons. */
export const looksLikeEntry = (text: string): boolean => /[\w\].]:\d|^\w[\w+.-]*:\/\/|^\d+\.\d+\.\d+\.\d+/.test(text);

export interface CellRules {
  /** Whether the first cell may be a host name: elsewhere names are prose. */
  readonly names: boolean;
  /** What the entries speak that do not say so. */
  readonly kinds?: readonly SupplyKind[];
}

/** Hands over the entry as each kind that it may be. */
export function giveAs(kinds: readonly SupplyKind[], entry: Entry, findings: Findings): void {
  if (entry.kind !== undefined || kinds.length === 0) findings.entry(entry);
  else for (const kind of kinds) findings.entry({ ...entry, kind });
}

/**
 * Gives `findings` what entries the row has: cells that are one, and an address with its port in the cell behind it. A
 * cell that only names kinds says what they speak. Answers why the row has none, or undefined when it has.
 */
export function readCells(
  row: readonly string[],
  { names, kinds = [] }: CellRules,
  findings: Findings,
): Rejection | undefined {
  const cells = row.map((cell) => cell.trim().replace(WRAPPING, '')).filter((cell) => cell !== '');
  const entries: Entry[] = [];
  let problem: Rejection | undefined;
  const named: SupplyKind[] = [];
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? '';
    const mayBeName = names && at === 0 && cell.includes('.');
    if (isPort(cells[at + 1] ?? '') && (isIP(bare(cell)) !== 0 || mayBeName)) {
      const host = canonicalEntryHost(cell);
      if (host !== undefined) {
        entries.push({ kind: undefined, host, port: Number(cells[at + 1]) });
        at += 1;
        continue;
      }
    }
    if (looksLikeEntry(cell)) {
      const entry = readEntry(cell);
      if (typeof entry === 'string') problem ??= entry;
      else if (isIP(entry.host) !== 0 || (names && at === 0) || cell.includes('://')) entries.push(entry);
    } else {
      const said = kindsOf(cell);
      if (said.only) named.push(...said.kinds);
    }
  }
  if (entries.length === 0) return problem ?? 'unreadable';
  for (const entry of entries) giveAs(named.length > 0 ? named : kinds, entry, findings);
  return undefined;
}
