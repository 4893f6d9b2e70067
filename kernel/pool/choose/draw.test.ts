import { expect, it } from 'vitest';
import { askOf, candidatesOf, countOf, seeded } from '../fixture/candidates.ts';
import { createDraw } from './draw.ts';

it('draws by weight from the few that are left of many, too', () => {
  const candidates = candidatesOf([...Array.from({ length: 300 }, () => 1), 1, 3]);
  for (const candidate of candidates.slice(0, 300)) candidate.restUntil = Number.POSITIVE_INFINITY;
  const draw = createDraw(seeded(5));
  const counts = countOf(Array.from({ length: 4000 }, () => draw(candidates, askOf())));
  expect(counts.get('e300')).toBeGreaterThan(900);
  expect(counts.get('e300')).toBeLessThan(1100);
  expect(counts.size).toBe(2);
});

it('leaves the exception out, even when nothing else is there', () => {
  const [one, other] = candidatesOf([1, 1]);
  if (!one || !other) throw new Error('two were made');
  const draw = createDraw(seeded(5));
  for (let time = 0; time < 50; time += 1) expect(draw([one, other], askOf(), one)).toBe(other);
  expect(draw([one], askOf(), one)).toBeUndefined();
});

it('follows the weights of another pool', () => {
  const draw = createDraw(seeded(5));
  draw(candidatesOf([100]), askOf());
  const candidates = candidatesOf([1, 1]);
  expect(countOf(Array.from({ length: 1000 }, () => draw(candidates, askOf()))).get('e0')).toBeGreaterThan(400);
});
