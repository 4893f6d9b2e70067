import { expect, it } from 'vitest';
import { tally } from './storm.ts';

it('counts words, the most frequent first', () => {
  expect(tally(['a', 'b', 'b'])).toBe('2 b, 1 a');
  expect(tally([])).toBe('');
});
