/** Tables for people: columns aligned by spaces, numbers to the right. */

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const GAP = '   ';

/** Control characters in a name must not move the reader's cursor. */
const harmless = (text: string): string => text.replace(/\p{Cc}/gu, '?');

/** Titles and rows as lines, each column as wide as its widest cell. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(harmless))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const cell = (text: string, at: number): string => {
    const width = widths[at] ?? 0;
    return columns[at]?.align === 'right' ? text.padStart(width) : text.padEnd(width);
  };
  return lines.map((line) => line.map(cell).join(GAP).trimEnd()).join('\n');
}

/** Facts, one a line, their names in a column of its own and indented by two. */
export function formatFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `  ${name.padEnd(width)}   ${harmless(value)}`).join('\n');
}
