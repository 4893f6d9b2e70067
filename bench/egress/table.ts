/** The result as a Markdown table, which is read as easily on a terminal. */
import { median } from '../result.ts';
import { FIGURES, type FigureId, type Measurement } from './figures.ts';
import { valuesOf } from './summary.ts';

/** Three digits that count, and whole numbers from a hundred on. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** The median of the rounds, and their range where there was more than one. */
export function cell(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const middle = digits(median(values));
  return values.length === 1 ? middle : `${middle} (${digits(Math.min(...values))}–${digits(Math.max(...values))})`;
}

export interface Row {
  /** The peer's id. */
  readonly peer: string;
  /** What stands in the first column. */
  readonly title: string;
}

/** A row for each peer, a column for each figure. */
export function markdownTable(
  rows: readonly Row[],
  figures: readonly FigureId[],
  measurements: readonly Measurement[],
): string {
  const head = ['', ...figures.map((id) => `${FIGURES[id].title}, ${FIGURES[id].unit}`.replace(', /s', '/s'))];
  const body = rows.map(({ peer, title }) => [
    title,
    ...figures.map((figure) => cell(valuesOf(measurements, peer, figure))),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? `${'-'.repeat(width + 2)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...body.map(line)].join('\n');
}
