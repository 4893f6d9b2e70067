import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBytes, parseCount, showBytes } from './quantity.ts';

describe('parseBytes', () => {
  it.each([
    ['0', 0],
    ['1048576', 1048576],
    ['10MB', 10_000_000],
    ['10mb', 10_000_000],
    ['10M', 10_000_000],
    ['5 kB', 5000],
    ['1GiB', 1073741824],
    ['1gib', 1073741824],
    ['1.5KiB', 1536],
    ['100B', 100],
  ])('%s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each([
    '',
    '-1',
    '1.5',
    '1.5B',
    '1e3',
    '1iB',
    '10XB',
    '9007199254740992',
    '9000TiB',
    'none',
    '1,000',
  ])('not %j', (text) => {
    expect(parseBytes(text)).toBeUndefined();
  });
});

describe('parseCount', () => {
  it.each([
    ['0', 0],
    ['100', 100],
  ])('%s', (text, count) => {
    expect(parseCount(text)).toBe(count);
  });
  it.each(['', '1.5', '10k', '-1', '0x10', '9007199254740992'])('not %j', (text) => {
    expect(parseCount(text)).toBeUndefined();
  });
});

describe('showBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1048575, '1 MiB'],
    [1073741824, '1 GiB'],
    [5 * 1024 ** 5, '5120 TiB'],
  ])('%i is %s', (bytes, text) => {
    expect(showBytes(bytes)).toBe(text);
  });

  it('is within a twentieth of the step of what it shows', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 50 }), (bytes) => {
        const shown = parseBytes(showBytes(bytes)) ?? Number.NaN;
        expect(Math.abs(shown - bytes)).toBeLessThanOrEqual(Math.max(0, 0.0501 * shown));
      }),
    );
  });
});
