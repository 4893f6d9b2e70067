import { expect, it } from 'vitest';
import { askOf, candidatesOf, countOf, seeded } from '../fixture/candidates.ts';
import { addLatency } from '../peak-ewma.ts';
import { createPowerOfTwo } from './power-of-two.ts';

const measure = (candidates: ReturnType<typeof candidatesOf>, latencyOf: (at: number) => number) => {
  for (const [at, { latency }] of candidates.entries()) addLatency(latency, latencyOf(at), 0);
};
const chosenOf = (candidates: ReturnType<typeof candidatesOf>, times: number, now = 0) => {
  const chooser = createPowerOfTwo(seeded(11));
  return countOf(Array.from({ length: times }, () => chooser.choose(candidates, askOf({ now }))));
};

it('never takes the worst while two better ones are there', () => {
  const candidates = candidatesOf([1, 1, 1]);
  measure(candidates, (at) => (at + 1) * 100);
  const counts = chosenOf(candidates, 900);
  expect(counts.get('e2')).toBeUndefined();
  // Of three pairs the best is in two.
  expect(counts.get('e0')).toBeGreaterThan(550);
});

it('takes a slower one when the fast one is busy enough', () => {
  const candidates = candidatesOf([1, 1]);
  measure(candidates, (at) => (at === 0 ? 100 : 300));
  const [fast] = candidates;
  if (fast) fast.active = 2;
  expect(chosenOf(candidates, 50).get('e0')).toBeGreaterThan(10);
  if (fast) fast.active = 3;
  expect(chosenOf(candidates, 50)).toEqual(new Map([['e1', 50]]));
});

it('compares one that was never measured by its leases alone', () => {
  const candidates = candidatesOf([1, 1]);
  const [measured, fresh] = candidates;
  if (!measured || !fresh) throw new Error('two were made');
  addLatency(measured.latency, 5000, 0);
  fresh.active = 1;
  expect(chosenOf(candidates, 50)).toEqual(new Map([['e0', 50]]));
});

it('tries a slow one again when its latency is old', () => {
  const candidates = candidatesOf([1, 1]);
  measure(candidates, (at) => (at === 0 ? 100 : 5000));
  expect(chosenOf(candidates, 50).get('e1')).toBeUndefined();
  expect(chosenOf(candidates, 50, 200_000).get('e1')).toBeGreaterThan(10);
});

it('keeps the leases of many choosers near each other', () => {
  const candidates = candidatesOf(Array.from({ length: 50 }, () => 1));
  const choosers = [1, 2, 3, 4].map((seed) => createPowerOfTwo(seeded(seed)));
  for (let round = 0; round < 500; round += 1) {
    const chosen = choosers[round % 4]?.choose(candidates, askOf());
    if (chosen) chosen.active += 1;
  }
  // Ten each on average; at random the busiest would have about eighteen.
  expect(Math.max(...candidates.map(({ active }) => active))).toBeLessThan(14);
});
