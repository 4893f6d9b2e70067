import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortInTurns } from './sort-in-turns.ts';

it('sorts as sorting in one go does, equals in their order', async () => {
  const made = fc.tuple(fc.integer({ min: 0, max: 13_000 }), fc.integer({ min: 1, max: 5_000 }));
  await fc.assert(
    fc.asyncProperty(made, async ([length, kinds]) => {
      const items = Array.from({ length }, (_, n) => ({ n, rank: (n * 7_919) % kinds }));
      const compare = (a: { rank: number }, b: { rank: number }) => a.rank - b.rank;
      const ranks = (sorted: typeof items) => sorted.map(({ n }) => n).join();
      expect(ranks(await sortInTurns(items, compare)) === ranks(items.toSorted(compare))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

it('lets others have their turn', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await sortInTurns(
    Array.from({ length: 100_000 }, (_, n) => ({ rank: (n * 7_919) % 1_000 })),
    (a, b) => a.rank - b.rank,
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});
