import { expect, it } from 'vitest';
import { tableText } from './table.ts';

it('has a line for each row and a column for each kind, and shows what failed', () => {
  const cells = [
    { row: 'GET', column: 'squid', outcome: 'ok', good: true },
    { row: 'GET', column: 'dante', outcome: 'it |\nbroke', good: false },
    { row: 'HEAD', column: 'dante', outcome: '-', good: true },
  ];
  expect(tableText('what', cells)).toBe(
    '| what | squid | dante |\n| --- | --- | --- |\n| GET | ok | FAILED: it broke |\n| HEAD |  | - |\n',
  );
});
