import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askOf, candidatesOf, countOf } from '../fixture/candidates.ts';
import { loadOf, nextInOrder } from './smooth-order.ts';

const next = (candidates: ReturnType<typeof candidatesOf>, beginning = 0) =>
  nextInOrder(candidates, askOf(), beginning, Number.POSITIVE_INFINITY);

it('spreads a heavy one evenly', () => {
  const candidates = candidatesOf([5, 1, 1]);
  const order = Array.from({ length: 7 }, () => next(candidates)?.id);
  expect(order).toEqual(['e0', 'e0', 'e1', 'e0', 'e2', 'e0', 'e0']);
});

it('gives each exactly its weight in every stretch of their sum', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 10 });
  const beginnings = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(weights, beginnings, fc.nat({ max: 50 }), (given, beginning, skipped) => {
      const candidates = candidatesOf(given);
      for (let time = 0; time < skipped; time += 1) next(candidates, beginning);
      const stretch = given.reduce((total, weight) => total + weight, 0);
      const counts = countOf(Array.from({ length: stretch }, () => next(candidates, beginning)));
      expect(given.map((_, at) => counts.get(`e${at}`))).toEqual(given);
    }),
  );
});

it('leaves out those that bear more than the bound', () => {
  const candidates = candidatesOf([1, 2]);
  for (const candidate of candidates) candidate.active = 2;
  expect(candidates.map(loadOf)).toEqual([2, 1]);
  expect(nextInOrder(candidates, askOf(), 0, 1)?.id).toBe('e1');
  expect(nextInOrder(candidates, askOf(), 0, 0.5)).toBeUndefined();
});
