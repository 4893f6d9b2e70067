import fc from 'fast-check';
import { expect, it } from 'vitest';
import { remember } from './remember.ts';

it('finds out once, and answers the same ever after', () => {
  let asked = 0;
  const lengthOf = remember((word) => {
    asked += 1;
    return word === 'none' ? undefined : word.length;
  });
  expect(['a', 'none', 'a', 'none', 'a'].map(lengthOf)).toEqual([1, undefined, 1, undefined, 1]);
  expect(asked).toBe(2);
});

it('answers what it would without remembering, for any number of words', () => {
  const lengthOf = remember((word) => word.length);
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (word) => lengthOf(word) === word.length));
  const words = Array.from({ length: 3_000 }, (_, at) => `${at}`);
  expect([...words, ...words].every((word) => lengthOf(word) === word.length)).toBe(true);
});
