import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildValueIndex } from './value-index.ts';

const VALUES = ['a', 'b', 'c', 'd'];

it('finds the rows that have one of several values, and counts them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom(...VALUES), { maxLength: 3 })),
      fc.subarray(VALUES),
      (rows, asked) => {
        const builder = buildValueIndex<string>(rows.length);
        rows.forEach((values, row) => {
          for (const value of values) builder.add(row, value);
        });
        const index = builder.finish();
        const wanted = rows.flatMap((values, row) => (values.some((value) => asked.includes(value)) ? [row] : []));
        expect(index.among(asked).take(0, rows.length)).toEqual(wanted);
        expect(index.among([...asked, ...asked, 'never']).count).toBe(wanted.length);
        for (const [value, count] of index.counts())
          expect(count).toBe(rows.filter((values) => values.includes(value)).length);
      },
    ),
  );
});
