import { expect, it } from 'vitest';
import { hashText, mix } from './hash.ts';

it('is FNV-1a, whose values are published', () => {
  expect([hashText(''), hashText('a'), hashText('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});

it('mixes neighbours apart, into 32 bits', () => {
  const values = Array.from({ length: 1000 }, (_, at) => mix(at));
  expect(new Set(values).size).toBe(1000);
  expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= 0xffffffff)).toBe(true);
  expect(values.filter((value) => value > 0x7fffffff).length).toBeGreaterThan(400);
});
