import { expect, it } from 'vitest';
import { showLimits } from './limits.ts';

const NONE = { bytes: null, requests: null };
const FREE = { rate: null, concurrency: null };

it.each([
  [{ quota: NONE, limits: FREE }, 'no limit'],
  [{ quota: { bytes: 1024, requests: 5 }, limits: FREE }, '1 KiB, 5 requests'],
  [{ quota: NONE, limits: { rate: { perSecond: 0.5, burst: 1 }, concurrency: null } }, '0.5/s (burst 1)'],
  [
    { quota: { bytes: 1024, requests: null }, limits: { rate: { perSecond: 50, burst: 100 }, concurrency: 20 } },
    '1 KiB, 50/s (burst 100), 20 at once',
  ],
])('%j', (limits, words) => {
  expect(showLimits(limits)).toBe(words);
});
