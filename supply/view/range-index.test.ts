import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRangeIndex } from './range-index.ts';

/** Many of a few common values, as uptimes are, and some of all others. */
const value = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));

it('finds what a look at each row would find', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 300 }), value, (values, least) => {
      const index = createRangeIndex(Float64Array.from(values));
      const wanted = values.flatMap((held, row) => (held >= least ? [row] : []));
      expect(index.atLeast(least).take(0, values.length)).toEqual(wanted);
      expect(index.atLeast(least).count).toBe(wanted.length);
    }),
  );
});

it('finds all below the least value, and none above the greatest', () => {
  const index = createRangeIndex(Float64Array.from([-5, -5, -1]));
  expect([-9, -5, -4, -1, 0].map((least) => index.atLeast(least).count)).toEqual([3, 3, 1, 1, 0]);
});
