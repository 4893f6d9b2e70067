import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askOf, candidatesOf, countOf } from '../fixture/candidates.ts';
import { hashText, mix } from '../hash.ts';
import { mayUse, newCandidate } from './candidate.ts';
import { createRendezvous, rendezvous } from './rendezvous.ts';

const KEYS = Array.from({ length: 5000 }, (_, at) => mix(at));
const chooser = createRendezvous();
const exitOf = (candidates: ReturnType<typeof candidatesOf>, key: number) => chooser.choose(candidates, askOf({ key }));

describe('the endpoint of a key', () => {
  it('is the same in every order of the pool', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, fc.integer(), (ids, key) => {
        const candidates = ids.map((id) => newCandidate(id, hashText(id), 1));
        expect(exitOf(candidates.toReversed(), key)).toBe(exitOf(candidates, key));
      }),
    );
  });

  it('is, among equals, the one whose mixed hash is highest', () => {
    const candidates = candidatesOf(Array.from({ length: 10 }, () => 1));
    for (const key of KEYS) {
      const highest = candidates.toSorted((one, other) => mix(other.hash ^ key) - mix(one.hash ^ key))[0];
      expect(exitOf(candidates, key)).toBe(highest);
    }
  });

  it('moves only when its own goes, and to the others by their weights', () => {
    const candidates = candidatesOf([3, 1, 2, 1]);
    const [gone, ...rest] = candidates;
    const moved = KEYS.filter((key) => exitOf(candidates, key) === gone);
    for (const key of KEYS) {
      const before = exitOf(candidates, key);
      if (before !== gone) expect(exitOf(rest, key)).toBe(before);
    }
    const counts = countOf(moved.map((key) => exitOf(rest, key)));
    expect((counts.get('e2') ?? 0) / moved.length).toBeCloseTo(0.5, 1);
  });

  it('moves only to the one that is new, and as many as are its share', () => {
    const candidates = candidatesOf([1, 1, 1, 1]);
    const added = newCandidate('new', hashText('new'), 1);
    const moved = KEYS.filter((key) => {
      const after = exitOf([...candidates, added], key);
      if (after !== added) expect(after).toBe(exitOf(candidates, key));
      return after === added;
    });
    expect(moved.length / KEYS.length).toBeCloseTo(0.2, 1);
  });

  it('moves only when the weight of its own falls, or of another rises', () => {
    const before = candidatesOf([1, 1, 1]);
    const after = candidatesOf([1, 2, 1]);
    for (const key of KEYS) {
      const now = exitOf(after, key)?.id;
      if (now !== 'e1') expect(now).toBe(exitOf(before, key)?.id);
    }
  });
});

it('can be asked for the endpoint a key would have, were all of them fit', () => {
  const candidates = candidatesOf([1, 1]);
  for (const candidate of candidates) candidate.restUntil = 10;
  expect(rendezvous(candidates, askOf(), mayUse)).toBeUndefined();
  expect(rendezvous(candidates, askOf(), () => true)).toBeDefined();
});
