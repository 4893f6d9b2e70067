import { expect, it } from 'vitest';
import { compareOrderly } from './compare.ts';
import { reportText, tableText } from './table.ts';

const wire = { client: '127.0.0.1:1', gatewayPort: 2, up: 1500, down: 20, end: 'fin' as const, missed: 0 };
const ROWS = [
  compareOrderly('http-get', [wire], { up: 1500, down: 20 }),
  compareOrderly('connect', [wire], { up: 1499, down: 20 }),
];

it('shows both ways beside each other, and the sum', () => {
  expect(tableText(ROWS)).toBe(
    [
      'kind      transfers  wire up  metered up  diff  wire down  metered down  diff  verdict',
      'http-get          1    1,500       1,500     0         20            20     0  equal',
      'connect           1    1,500       1,499    -1         20            20     0  DIFFERENT',
      'total             2    3,000       2,999    -1         40            40     0  DIFFERENT',
      '',
    ].join('\n'),
  );
});

it('says what is wrong, or that nothing is', () => {
  const report = {
    rows: ROWS,
    problems: ['connect: up differs by -1'],
    observer: { segments: 10, dropped: 0, connections: 2 },
    clients: { up: 3000, down: 40 },
    origins: { connections: 2, read: 2000, written: 20 },
    bounds: { sendQueue: 100, receiveQueue: 200 },
  };
  expect(reportText(report)).toMatch(/PROBLEM connect: up differs by -1\n1 problems\n$/);
  expect(reportText({ ...report, problems: [] })).toMatch(/wire and meter agree\n$/);
});
