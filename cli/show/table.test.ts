import { expect, it } from 'vitest';
import { formatFacts, formatTable } from './table.ts';

it('aligns columns, numbers to the right', () => {
  const columns = [{ title: 'NAME' }, { title: 'TOTAL', align: 'right' }, { title: 'STATE' }] as const;
  expect(
    formatTable(columns, [
      ['a', '1', 'active'],
      ['longer', '1000000', '-'],
    ]),
  ).toBe(['NAME       TOTAL   STATE', 'a              1   active', 'longer   1000000   -'].join('\n'));
});

it('aligns facts', () => {
  expect(
    formatFacts([
      ['a', '1'],
      ['long', '2'],
    ]),
  ).toBe('  a      1\n  long   2');
});

it('shows control characters as question marks', () => {
  expect(formatTable([{ title: 'A' }], [['\u001b[2J']])).toBe('A\n?[2J');
});
