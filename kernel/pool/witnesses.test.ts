import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWitnesses } from './witnesses.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const CODE = 'connection_timeout';

function pool(ids = IDS) {
  const witnesses = createWitnesses();
  witnesses.keep(ids);
  return witnesses;
}

describe('a failure at the judge', () => {
  it('counts once another endpoint has reached it since', () => {
    const witnesses = pool();
    expect(witnesses.reached('b', 0)).toEqual([]);
    witnesses.failed('a', 10, CODE, 11);
    expect(witnesses.reached('c', 5)).toEqual([]);
    expect(witnesses.reached('b', 12)).toEqual([{ id: 'a', code: CODE }]);
    expect(witnesses.reached('b', 13)).toEqual([]);
  });

  it('counts for nothing when the endpoint reached the judge meanwhile, or is gone', () => {
    const witnesses = pool();
    witnesses.failed('a', 10, CODE, 11);
    witnesses.reached('a', 12);
    witnesses.failed('b', 13, CODE, 14);
    witnesses.keep(['a', 'c']);
    expect(witnesses.reached('c', 20)).toEqual([]);
  });

  it('of three that reached it before makes the judge suspected, until it is reached', () => {
    const witnesses = pool();
    for (const id of IDS) witnesses.reached(id, 0);
    for (const [at, id] of ['a', 'a', 'b', 'b'].entries()) witnesses.failed(id, at, CODE, at);
    expect(witnesses.suspectSince()).toBeUndefined();
    witnesses.failed('c', 5, CODE, 6);
    expect(witnesses.suspectSince()).toBe(6);
    witnesses.failed('d', 7, CODE, 8);
    expect([witnesses.reached('e', 9), witnesses.suspectSince()]).toEqual([[], undefined]);
    // From here on those who failed before are no witnesses, so they alone make no suspicion.
    for (const id of ['a', 'b', 'c', 'd']) witnesses.failed(id, 20, CODE, 20);
    expect(witnesses.suspectSince()).toBeUndefined();
    expect(witnesses.reached('e', 21).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('of the only endpoint speaks against the judge: nobody can tell', () => {
    const witnesses = pool(['a']);
    witnesses.failed('a', 0, CODE, 1);
    expect(witnesses.suspectSince()).toBe(1);
  });
});

it('blames nobody, however long a judge answers nobody', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...IDS), fc.nat(50))), (probes) => {
      const witnesses = pool();
      for (const id of IDS) witnesses.reached(id, 0);
      let now = 1;
      for (const [id, took] of probes) {
        witnesses.failed(id, now, CODE, now + took);
        now += took + 1;
      }
      // The judge is back: what three or more saw is forgotten.
      const charged = witnesses.reached('a', now).length;
      expect(charged).toBeLessThanOrEqual(2);
    }),
  );
});

it('finds one that never reaches a judge that all the others reach', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...IDS), { minLength: 1, maxLength: 60 }), (order) => {
      const witnesses = pool();
      let counted = 0;
      let failures = 0;
      for (const [now, id] of [...order, 'a', 'b'].entries()) {
        if (id === 'a') {
          witnesses.failed('a', now, CODE, now);
          failures += 1;
        } else counted += witnesses.reached(id, now).length;
      }
      expect(counted).toBeGreaterThanOrEqual(1);
      expect(counted).toBeLessThanOrEqual(failures);
      expect(witnesses.suspectSince()).toBeUndefined();
    }),
  );
});
