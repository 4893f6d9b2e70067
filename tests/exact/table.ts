/** A report as lines for people. */
import { type Row, total } from './compare.ts';
import type { Report } from './run.ts';

const HEAD = ['kind', 'transfers', 'wire up', 'metered up', 'diff', 'wire down', 'metered down', 'diff', 'verdict'];

const number = (value: number): string => value.toLocaleString('en');

const cells = ({ kind, transfers, wire, metered, verdict }: Row): string[] => [
  kind,
  ...[transfers, wire.up, metered.up, metered.up - wire.up, wire.down, metered.down, metered.down - wire.down].map(
    number,
  ),
  verdict,
];

/** Columns as wide as their widest cell: names to the left, figures to the right. */
export function tableText(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells), cells(total(rows))];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 || column === HEAD.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}

const MOST_PROBLEMS = 40;

/** The table, what stands behind it, and the verdict. */
export function reportText({ rows, problems, observer, clients, origins, bounds }: Report): string {
  const resets = rows.reduce((count, row) => count + row.resets, 0);
  const lines = [
    'a row (nobody: …) holds octets of the rows above it that belong to no credential',
    `observer: ${number(observer.connections)} connections, ${number(observer.segments)} segments, ${number(observer.dropped)} dropped; ${number(resets)} connections ended in a reset`,
    `clients counted ${number(clients.up)} up, ${number(clients.down)} down; origins ${number(origins.connections)} connections, ${number(origins.read)} read, ${number(origins.written)} written`,
    `what is broken off may differ: down by 0 to ${number(bounds.sendQueue)} (send queue, after a reset), up by -${number(bounds.receiveQueue)} to 0 (receive queue)`,
    `furthest apart were down ${number(total(rows).furthest.down)}, up ${number(total(rows).furthest.up)}`,
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => `PROBLEM ${problem}`),
    ...(problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more`] : []),
    problems.length === 0 ? 'wire and meter agree' : `${problems.length} problems`,
  ];
  return `${tableText(rows)}${lines.join('\n')}\n`;
}
