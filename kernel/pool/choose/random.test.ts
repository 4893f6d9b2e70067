import { expect, it } from 'vitest';
import { askOf, candidatesOf, seeded } from '../fixture/candidates.ts';
import { createRandom } from './random.ts';

it('gives the same one twice in a row as often as any other', () => {
  const candidates = candidatesOf([1, 1, 1, 1]);
  const chooser = createRandom(seeded(9));
  const chosen = Array.from({ length: 8000 }, () => chooser.choose(candidates, askOf()));
  const repeats = chosen.filter((each, at) => at > 0 && each === chosen[at - 1]).length;
  expect(repeats).toBeGreaterThan(1800);
  expect(repeats).toBeLessThan(2200);
});
