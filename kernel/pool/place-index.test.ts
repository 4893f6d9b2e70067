import { PLACES, type Place } from '@atlantic/contract/endpoint-attributes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesOf } from './fixture/candidates.ts';
import { createPlaceIndex, indexPlaces, keysOf } from './place-index.ts';

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
/** Few values, so that places meet; a state and a city have their country. */
const place: fc.Arbitrary<Place> = fc
  .record({
    country: some(fc.constantFrom('us', 'de')),
    state: some(fc.constantFrom('ohio', 'utah')),
    city: some(fc.constantFrom('a', 'b')),
    asn: some(fc.constantFrom(1, 2)),
  })
  .map(({ country, state, city, asn }) => ({
    ...(country && { country }),
    ...(country && state && { state }),
    ...(country && city && { city }),
    ...(asn && { asn }),
  }));
const asked = place.filter((one) => Object.keys(one).length > 0);

function indexOf(places: readonly Place[]) {
  const candidates = candidatesOf(places.map(() => 1));
  const placed = candidates.map((candidate, at) => ({ candidate, place: places[at] ?? {} }));
  return { candidates, index: createPlaceIndex(placed) };
}

describe('the index of a pool', () => {
  it('gives those in the place, all of them, in their order, and nobody else', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), asked, (places, wanted) => {
        const { candidates, index } = indexOf(places);
        const matches = (one: Place = {}) =>
          PLACES.every((key) => wanted[key] === undefined || wanted[key] === one[key]);
        const expected = candidates.filter((_, at) => matches(places[at]));
        expect(index.among(wanted)).toEqual(expected.length > 0 ? expected : undefined);
        expect(index.among(wanted)).toBe(index.among(wanted));
      }),
      { numRuns: 1000 },
    );
  });

  it('knows what there is, each once', () => {
    const { index } = indexOf([
      { country: 'us', city: 'b', asn: 9 },
      { country: 'de' },
      { country: 'us', city: 'a', asn: 10 },
      { country: 'us', city: 'a' },
      {},
    ]);
    expect(index.known({}, 'country')).toEqual(['de', 'us']);
    expect(index.known({ country: 'us' }, 'city')).toEqual(['a', 'b']);
    expect(index.known({ country: 'us' }, 'asn')).toEqual([9, 10]);
    expect(index.known({ country: 'de' }, 'city')).toEqual([]);
    expect(index.known({ country: 'fr' }, 'city')).toEqual([]);
  });

  it('holds nobody more than nine times', () => {
    fc.assert(fc.property(place, (one) => keysOf(one).length <= 9));
    expect(keysOf({ country: 'us', state: 'ohio', city: 'a', asn: 1 })).toHaveLength(9);
    expect(keysOf({})).toEqual([]);
  });
});

it('is made anew when a member, a place or a weight has changed, and only then', () => {
  const [one, other] = candidatesOf([1, 1]);
  if (!one || !other) throw new Error('there are two');
  const placed = (...places: Place[]) => [one, other].map((candidate, at) => ({ candidate, place: places[at] ?? {} }));
  const first = indexPlaces(placed({ country: 'us' }), undefined);
  expect(indexPlaces(placed({ country: 'us' }), first)).toBe(first);
  expect(indexPlaces(placed({ country: 'de' }), first)).not.toBe(first);
  expect(indexPlaces(placed({ country: 'us' }).slice(1), first)).not.toBe(first);
  expect(indexPlaces(placed({ country: 'us' }).toReversed(), first)).not.toBe(first);
  one.weight = 2;
  expect(indexPlaces(placed({ country: 'us' }), first)).not.toBe(first);
});
