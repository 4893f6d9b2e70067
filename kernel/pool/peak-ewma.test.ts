import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addLatency, latencyAt, newPeakEwma } from './peak-ewma.ts';

it('jumps to a peak and comes down slowly', () => {
  const ewma = newPeakEwma();
  expect(latencyAt(ewma, 0)).toBe(0);
  addLatency(ewma, 50, 0);
  addLatency(ewma, 800, 10);
  expect(latencyAt(ewma, 10)).toBe(800);
  addLatency(ewma, 50, 1010);
  expect(latencyAt(ewma, 1010)).toBeGreaterThan(700);
  for (let at = 2; at < 100; at += 1) addLatency(ewma, 50, at * 1000);
  expect(latencyAt(ewma, 99_000)).toBeLessThan(60);
});

it('stays between the least and the greatest sample, and forgets what is not measured', () => {
  const samples = fc.array(fc.tuple(fc.double({ min: 1, max: 60_000, noNaN: true }), fc.nat({ max: 60_000 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(samples, (given) => {
      const ewma = newPeakEwma();
      let now = 0;
      for (const [ms, wait] of given) {
        now += wait;
        addLatency(ewma, ms, now);
        const seen = given.map(([each]) => each);
        expect(ewma.value).toBeGreaterThanOrEqual(Math.min(...seen) - 1e-6);
        expect(ewma.value).toBeLessThanOrEqual(Math.max(...seen));
      }
      expect(latencyAt(ewma, now + 10_000)).toBeLessThan(ewma.value);
      expect(latencyAt(ewma, now + 1_000_000)).toBe(0);
    }),
  );
});
