import type { Place } from '@atlantic/contract/endpoint-attributes.ts';
import { describe, expect, it } from 'vitest';
import { providerOf } from './fixture/provider.ts';
import { endpointOf, snapshotOf } from './fixture/snapshot.ts';
import { amongOf, placeProblem, placeText } from './places.ts';
import { compileView } from './view.ts';

function poolOf(places: readonly Place[], provider?: ReturnType<typeof providerOf>) {
  const endpoints = places.map((place, at) => endpointOf(at + 1, { id: `${at}`, ...place }));
  const kind = provider ? ('provider' as const) : ('list' as const);
  const pools = [{ name: 'rented', kind, endpoints, ...(provider && { provider }) }];
  const pool = compileView(1, snapshotOf({ pools, routes: [] })).pools.get('rented');
  if (!pool) throw new Error('the snapshot has a pool');
  return pool;
}

const WORLD: Place[] = [
  { country: 'us', state: 'ohio', city: 'dayton', asn: 64_500 },
  { country: 'us', state: 'utah', asn: 64_501 },
  { country: 'de', city: 'berlin' },
  { country: 'gb' },
  {},
];

describe('those who may serve', () => {
  const ids = (asked: Place) => amongOf(poolOf(WORLD), asked).map(({ id }) => id);

  it('are all of the pool, or those in the place', () => {
    expect(ids({})).toEqual(['0', '1', '2', '3', '4']);
    expect(ids({ country: 'us' })).toEqual(['0', '1']);
    expect(ids({ country: 'us', state: 'utah' })).toEqual(['1']);
    expect(ids({ asn: 64_500 })).toEqual(['0']);
    expect(ids({ country: 'fr' })).toEqual([]);
  });

  it('are the gateway of a provider, whatever is asked', () => {
    const pool = poolOf([{}], providerOf('iproyal'));
    expect(amongOf(pool, { country: 'us' })).toBe(pool.candidates);
  });
});

describe('why none is there', () => {
  const why = (asked: Place, world = WORLD) => placeProblem(poolOf(world), asked);

  it.each<[Place, string | undefined]>([
    [{}, undefined],
    [{ country: 'us', state: 'ohio', city: 'dayton', asn: 64_500 }, undefined],
    [{ country: 'fr' }, 'The pool rented has exits in de, gb and us; not in fr.'],
    [{ country: 'us', state: 'iowa' }, 'The pool rented has exits in the states ohio and utah of us; not in iowa.'],
    [{ country: 'us', city: 'akron' }, 'The pool rented has exits in the city dayton of us; not in akron.'],
    [
      { country: 'us', state: 'utah', city: 'dayton' },
      'The pool rented does not know the city of its exits in us utah.',
    ],
    [{ country: 'gb', city: 'leeds' }, 'The pool rented does not know the city of its exits in gb.'],
    [{ asn: 7 }, 'The pool rented has exits in the networks AS64500 and AS64501; not in AS7.'],
    [
      { country: 'us', state: 'ohio', asn: 64_501 },
      'The pool rented has exits in the network AS64500 of us ohio; not in AS64501.',
    ],
  ])('%j: %s', (asked, sentence) => expect(why(asked)).toBe(sentence));

  it('is that nobody said anything', () => {
    expect(why({ country: 'us' }, [{}, {}])).toBe('The pool rented does not know the country of its exits.');
    expect(why({ asn: 1 }, [])).toBe('The pool rented does not know the asn of its exits.');
  });

  it('names ten places and counts the others', () => {
    const many = 'ad ae af ag ai al am ao aq ar as at'.split(' ').map((country) => ({ country }));
    expect(why({ country: 'us' }, many)).toBe(
      'The pool rented has exits in ad, ae, af, ag, ai, al, am, ao, aq, ar and 2 more; not in us.',
    );
  });
});

it('writes a place', () => {
  expect([{}, { country: 'us', city: 'dayton', asn: 1 }].map(placeText)).toEqual(['', 'us dayton AS1']);
});
