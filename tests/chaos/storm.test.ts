import { expect, it } from 'vitest';
import { tally, together } from './storm.ts';

it('counts words, the most frequent first', () => {
  expect(tally(['a', 'b', 'b'])).toBe('2 b, 1 a');
  expect(tally([])).toBe('');
});

it('makes one of several', () => {
  const one = { attempts: 2, came: 'a', broken: ['x'] };
  expect(together([one, { ...one, came: 'b', broken: [] }])).toEqual({ attempts: 4, came: 'a; b', broken: ['x'] });
});
