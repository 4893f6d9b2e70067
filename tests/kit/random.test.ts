import { expect, it } from 'vitest';
import { createRandom, type Random } from './random.ts';

const twenty = (make: () => number): number[] => Array.from({ length: 20 }, make);
const choices = (random: Random): number[] => twenty(() => random.whole(0, 1_000_000));

it('chooses the same with the same seed, and otherwise with another', () => {
  expect(choices(createRandom(7))).toEqual(choices(createRandom(7)));
  expect(choices(createRandom(7))).not.toEqual(choices(createRandom(8)));
});

it('forks that do not disturb each other', () => {
  const fork = (used: number) => {
    const parent = createRandom(1);
    const child = parent.fork();
    for (let at = 0; at < used; at += 1) parent.whole(0, 9);
    return choices(child);
  };
  expect(fork(0)).toEqual(fork(5));
});

it('stays within what was asked for and reaches both ends', () => {
  const random = createRandom(3);
  const dice = new Set(Array.from({ length: 300 }, () => random.whole(1, 6)));
  expect([...dice].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  for (const size of twenty(() => random.size(10, 1_000_000))) {
    expect(size).toBeGreaterThanOrEqual(10);
    expect(size).toBeLessThanOrEqual(1_000_000);
  }
  expect(['a', 'b']).toContain(random.pick(['a', 'b']));
});
