import { expect, it } from 'vitest';
import { bodyOf } from './body.ts';

it('is the same each time, and a longer one starts with a shorter one', () => {
  expect(bodyOf(1000)).toEqual(bodyOf(1000));
  expect(bodyOf(1000).subarray(0, 10)).toEqual(bodyOf(10));
  expect(bodyOf(0)).toHaveLength(0);
});

it('does not compress: every octet is about as common as the others', () => {
  const counts = new Array<number>(256).fill(0);
  for (const octet of bodyOf(256 * 1000)) counts[octet] = (counts[octet] ?? 0) + 1;
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1150);
});
