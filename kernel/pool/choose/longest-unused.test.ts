import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askOf, candidatesOf, seeded } from '../fixture/candidates.ts';
import { createLongestUnused, MOST_TARGETS, MOST_USES } from './longest-unused.ts';

it('gives a target the one it has not seen for the longest, whatever other targets see', () => {
  const target = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(fc.array(target, { maxLength: 100 }), fc.integer({ min: 1, max: 8 }), (targets, size) => {
      const candidates = candidatesOf(Array.from({ length: size }, () => 1));
      const chooser = createLongestUnused(seeded(size));
      const seen = new Map<number, (string | undefined)[]>();
      for (const each of targets) {
        const before = seen.get(each) ?? [];
        const chosen = chooser.choose(candidates, askOf({ target: each }))?.id;
        // None of those that the target saw last, as many as there are others.
        expect(before.slice(Math.max(0, before.length - (size - 1)))).not.toContain(chosen);
        seen.set(each, [...before, chosen]);
      }
    }),
  );
});

it('begins elsewhere for another target, and in another worker', () => {
  const candidates = candidatesOf(Array.from({ length: 50 }, () => 1));
  const beginnings = (seed: number) =>
    Array.from(
      { length: 40 },
      (_, target) => createLongestUnused(seeded(seed)).choose(candidates, askOf({ target }))?.id,
    );
  expect(new Set(beginnings(1)).size).toBeGreaterThan(15);
  expect(beginnings(1)).not.toEqual(beginnings(2));
});

it('forgets the longest unused target rather than grow', () => {
  const candidates = candidatesOf([1, 1]);
  const chooser = createLongestUnused(seeded(1));
  const first = chooser.choose(candidates, askOf({ target: 0 }));
  for (let target = 1; target <= MOST_TARGETS; target += 1) chooser.choose(candidates, askOf({ target }));
  // It would be the turn of the other one, had it not been forgotten.
  expect(chooser.choose(candidates, askOf({ target: 0 }))).toBe(first);
  expect(chooser.choose(candidates, askOf({ target: 0 }))).not.toBe(first);
});

it('still goes through a pool that is larger than what it remembers', () => {
  const candidates = candidatesOf(Array.from({ length: 300 }, () => 1));
  const chooser = createLongestUnused(seeded(1));
  // More uses than are remembered, over as many targets as are remembered.
  for (let round = 0; round * 400 < MOST_USES; round += 1) {
    for (let target = 0; target < 400; target += 1) chooser.choose(candidates, askOf({ target }));
  }
  const last = Array.from({ length: 300 }, () => chooser.choose(candidates, askOf({ target: 399 })));
  expect(new Set(last).size).toBe(300);
});
