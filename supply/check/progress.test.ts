import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSpeedometer } from './progress.ts';

it('goes by the last ten seconds', () => {
  const speed = createSpeedometer(0);
  expect(speed(0, 0, 100)).toEqual({ perSecond: 0, etaSeconds: null });
  expect(speed(1_000, 10, 100)).toEqual({ perSecond: 10, etaSeconds: 9 });
  for (let second = 2; second <= 11; second += 1) speed(second * 1_000, 10, 100);
  expect(speed(12_000, 10, 100)).toEqual({ perSecond: 0, etaSeconds: null });
  expect(speed(13_000, 100, 100)).toEqual({ perSecond: 9, etaSeconds: 0 });
});

it('knows the end of a steady run', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 30 }), (rate, seconds) => {
      const speed = createSpeedometer(0);
      for (let second = 1; second <= seconds; second += 1) {
        const { perSecond, etaSeconds } = speed(second * 1_000, second * rate, seconds * rate);
        expect(perSecond).toBeCloseTo(rate, 1);
        expect(etaSeconds).toBeCloseTo(seconds - second, 1);
      }
    }),
  );
});
