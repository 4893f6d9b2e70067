import { expect, test } from 'vitest';
import { type Measurement, SEEN } from './figures.ts';
import { cell, markdownTable } from './table.ts';

test.each<[number[], string]>([
  [[], '–'],
  [[1234.5], '1,235'],
  [[12.34], '12.3'],
  [[-0.5], '-0.50'],
  [[3, 1, 2], '2.00 (1.00–3.00)'],
])('%j reads %j', (values, text) => {
  expect(cell(values)).toBe(text);
});

test('a row for each peer, columns in line, nothing where nothing was measured', () => {
  const measurements: Measurement[] = [
    {
      round: 1,
      peer: 'squid',
      metric: 'tunnels',
      values: { tunnels: 5000 },
      amount: 1,
      failed: 0,
      wallSeconds: 2,
      processorSeconds: { peer: 1, generator: 1 },
    },
  ];
  const rows = [
    { peer: 'nothing', title: 'nothing between' },
    { peer: 'squid', title: 'squid 5.7' },
  ];
  const lines = markdownTable(rows, SEEN, measurements).split('\n');
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[0]).toContain('tunnels/s');
  expect(lines[3]).toMatch(/^\| squid 5\.7 {7}\| +– \| +5,000 \|/);
});
