import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askOf, candidatesOf, seeded } from '../fixture/candidates.ts';
import { createLeastSessions } from './least-sessions.ts';

it('takes the one with the fewest leases for its weight', () => {
  const candidates = candidatesOf([1, 4]);
  const [light, heavy] = candidates;
  if (!light || !heavy) throw new Error('two were made');
  Object.assign(light, { active: 1 });
  Object.assign(heavy, { active: 3 });
  const chooser = createLeastSessions(() => 0);
  expect(chooser.choose(candidates, askOf())).toBe(heavy);
  heavy.active = 5;
  expect(chooser.choose(candidates, askOf())).toBe(light);
});

it('never leaves held leases further apart than one, for their weight', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(weights, fc.nat({ max: 200 }), fc.integer(), (given, leases, seed) => {
      const candidates = candidatesOf(given);
      const chooser = createLeastSessions(seeded(seed));
      for (let time = 0; time < leases; time += 1) {
        const chosen = chooser.choose(candidates, askOf());
        if (chosen) chosen.active += 1;
      }
      const loads = candidates.map(({ active, weight }) => active / weight);
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    }),
  );
});
