import { expect, it } from 'vitest';
import { trialWorker } from './trials.ts';

it('is one worker at a time, and each in its turn', () => {
  const turns = [0, 1_999, 2_000, 4_000, 6_000].map((now) => trialWorker([3, 5, 8], 1, now));
  expect(turns).toEqual([5, 5, 8, 3, 5]);
});

it('is nobody where nobody is', () => {
  expect(trialWorker([], 7, 0)).toBeUndefined();
});
