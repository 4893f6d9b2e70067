import { expect, it } from 'vitest';
import { createReportAllowance } from './report-allowance.ts';

it('lets each caller say one thing of each proxy in ten minutes', () => {
  const may = createReportAllowance();
  expect([may('a', 'x', 0), may('a', 'x', 1), may('a', 'y', 2), may('b', 'x', 3)]).toEqual([true, false, true, true]);
  expect([may('a', 'x', 599_999), may('a', 'x', 600_000)]).toEqual([false, true]);
});

it('bounds what one caller may say, and the callers that are remembered', () => {
  const may = createReportAllowance();
  const counted = Array.from({ length: 1_500 }, (_, n) => may('a', `proxy-${n}`, 0)).filter(Boolean);
  expect(counted).toHaveLength(1_000);
  for (let n = 0; n < 1_000; n++) may(`caller-${n}`, 'x', 0);
  expect(may('a', 'proxy-1', 0)).toBe(true);
});
