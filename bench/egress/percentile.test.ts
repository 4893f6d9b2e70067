import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentile } from './percentile.ts';

const numbers = fc.array(fc.integer(), { minLength: 1 });
const share = fc.double({ min: 0.01, max: 1, noNaN: true });

test('ranks of a hundred values', () => {
  const hundred = Array.from({ length: 100 }, (_unused, index) => 100 - index);
  expect([0.01, 0.5, 0.99, 1].map((part) => percentile(hundred, part))).toEqual([1, 50, 99, 100]);
});

test('without samples there is no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN();
});

test('it is a sample, and at least that share of the samples does not exceed it', () => {
  fc.assert(
    fc.property(numbers, share, (values, part) => {
      const found = percentile(values, part);
      expect(values).toContain(found);
      expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(part * values.length - 1e-9);
    }),
  );
});

test('the order of the samples is left as it was', () => {
  const values = [3, 1, 2];
  percentile(values, 0.5);
  expect(values).toEqual([3, 1, 2]);
});
