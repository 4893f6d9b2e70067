import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clear, newHistogram, observe, quantile } from './latency-histogram.ts';

it('is never off by more than an eighth', () => {
  const latencies = fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(latencies, latencies, fc.double({ min: 0, max: 1, noNaN: true }), (here, there, share) => {
      const [first, second] = [newHistogram(), newHistogram()];
      for (const ms of here) observe(first, ms);
      for (const ms of there) observe(second, ms);
      const sorted = [...here, ...there].sort((one, other) => one - other);
      const exact = sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? Number.NaN;
      const found = quantile(first, second, share) ?? Number.NaN;
      expect(Math.max(found / exact, exact / found)).toBeLessThan(1.125);
    }),
  );
});

it('knows nothing of nothing', () => {
  const histogram = newHistogram();
  expect(quantile(histogram, newHistogram(), 0.5)).toBeUndefined();
  observe(histogram, 5);
  clear(histogram);
  expect(quantile(histogram, newHistogram(), 0.5)).toBeUndefined();
});

it('takes what is below a millisecond for one, and what is above a minute for about one', () => {
  const histogram = newHistogram();
  observe(histogram, 0);
  expect(quantile(histogram, newHistogram(), 0.5)).toBe(1);
  clear(histogram);
  observe(histogram, 1e9);
  expect(quantile(histogram, newHistogram(), 0.5)).toBeGreaterThan(60_000);
});
