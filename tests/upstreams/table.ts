/** Results as a Markdown table: a line for each row, a column for each kind. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  /** `ok`, a code, `-` where there is no such thing, or what was wrong. */
  readonly outcome: string;
  readonly good: boolean;
}

const shown = ({ outcome, good }: Cell): string => (good ? outcome : `FAILED: ${outcome.replace(/[\s|]+/g, ' ')}`);

export function tableText(title: string, cells: readonly Cell[]): string {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const rows = Map.groupBy(cells, ({ row }) => row);
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |\n`;
  const body = [...rows].map(([row, ofRow]) =>
    line([
      row,
      ...columns.map((column) =>
        ofRow
          .filter((cell) => cell.column === column)
          .map(shown)
          .join(' '),
      ),
    ]),
  );
  return line([title, ...columns]) + line(['---', ...columns.map(() => '---')]) + body.join('');
}
