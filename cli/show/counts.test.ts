import { expect, it } from 'vitest';
import { countsText } from './counts.ts';

it('names what there is, the largest first', () => {
  expect(countsText({ a: 1, b: 3, c: 0, d: undefined })).toBe('b 3, a 1');
  expect(countsText({})).toBe('');
});
