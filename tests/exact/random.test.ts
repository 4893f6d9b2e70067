import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

const draws = (seed: number) => {
  const { between } = createRandom(seed);
  return Array.from({ length: 1000 }, () => between(1, 6));
};

it('is the same for the same seed and another for another', () => {
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
});

it('reaches both ends and nothing beyond', () => {
  expect(new Set(draws(1))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
});

it('draws sizes of every magnitude, none too large', () => {
  const random = createRandom(3);
  const sizes = Array.from({ length: 1000 }, () => random.size(1_000_000));
  expect(Math.min(...sizes)).toBe(0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_000);
  for (const [from, to] of [
    [0, 100],
    [100, 10_000],
    [10_000, 1_000_001],
  ] as const) {
    expect(sizes.filter((size) => size >= from && size < to).length).toBeGreaterThan(200);
  }
});

it('picks every item', () => {
  const random = createRandom(5);
  expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
});
