import { expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

it.each([
  [0.4, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600 + 20 * 60, '1 h 20 min'],
  [2 * 86400 + 4 * 3600 + 59, '2 d 4 h'],
])('%f seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
