import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['sock5', 'socks5', 1],
    ['dircet', 'direct', 1],
    ['kitten', 'sitting', 3],
  ])('%s to %s takes %i', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
  });

  const word = fc.string({ maxLength: 12 });
  it('is a symmetric measure, zero for equal texts only', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('counts one for one letter taken away', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.nat(), (text, at) => {
        const cut = at % text.length;
        expect(editDistance(text, text.slice(0, cut) + text.slice(cut + 1))).toBe(1);
      }),
    );
  });
});

describe('nearest', () => {
  const keys = ['workers', 'drainSeconds', 'listeners', 'targets'];
  it.each([
    ['workerz', 'workers'],
    ['drainseconds', 'drainSeconds'],
    ['listener', 'listeners'],
    ['taregts', 'targets'],
    ['colour', undefined],
    ['x'.repeat(100), undefined],
  ])('%s means %s', (text, meant) => {
    expect(nearest(text, keys)).toBe(meant);
  });
});
