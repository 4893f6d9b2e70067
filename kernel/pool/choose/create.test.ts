/** What every chooser promises, held against each of them. What only one promises is in its own test. */
import { CHOICES } from '@atlantic/contract/pool-policy.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askOf, candidatesOf, seeded } from '../fixture/candidates.ts';
import { mix } from '../hash.ts';
import { addLatency } from '../peak-ewma.ts';
import { createChooser } from './create.ts';

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
const state = fc.constantFrom('use', 'rest', 'trial', 'trial-full', 'tried');

describe.each(CHOICES)('%s', (choice) => {
  it('picks one that is fit and not tried, whenever there is one', () => {
    fc.assert(
      fc.property(weights, fc.infiniteStream(state), fc.nat(), fc.integer(), (given, states, now, seed) => {
        const candidates = candidatesOf(given);
        const stateOf = new Map(candidates.map((each) => [each, states.next().value]));
        for (const [candidate, is] of stateOf) {
          if (is === 'rest') candidate.restUntil = now + 1;
          if (is.startsWith('trial')) candidate.mostConnecting = 1;
          if (is === 'trial-full') candidate.connecting = 1;
        }
        const allowed = (is: string | undefined) => is === 'use' || is === 'trial';
        const tried = new Set(candidates.filter((each) => stateOf.get(each) === 'tried'));
        const ask = askOf({ now, tried, key: seed });
        const chooser = createChooser(choice, seeded(seed));
        const possible = candidates.some((each) => allowed(stateOf.get(each)));
        for (let time = 0; time < 20; time += 1) {
          const chosen = chooser.choose(candidates, ask);
          expect(chosen !== undefined).toBe(possible);
          if (chosen) expect(allowed(stateOf.get(chosen))).toBe(true);
        }
      }),
    );
  });

  it('finds the last one that is left of many', () => {
    const candidates = candidatesOf(Array.from({ length: 500 }, () => 1));
    for (const candidate of candidates) candidate.restUntil = Number.POSITIVE_INFINITY;
    const [last] = candidates.slice(321);
    if (last) last.restUntil = 0;
    expect(createChooser(choice, seeded(1)).choose(candidates, askOf())).toBe(last);
  });

  it('picks nothing from an empty pool', () => {
    expect(createChooser(choice, seeded(1)).choose([], askOf())).toBeUndefined();
  });

  it('tries all of a pool before it gives up, each once', () => {
    const candidates = candidatesOf([1, 2, 3, 4, 5]);
    const chooser = createChooser(choice, seeded(7));
    const tried = new Set<(typeof candidates)[number]>();
    for (let chosen = chooser.choose(candidates, askOf({ tried })); chosen; ) {
      expect(tried.has(chosen)).toBe(false);
      tried.add(chosen);
      chosen = chooser.choose(candidates, askOf({ tried }));
    }
    expect(tried.size).toBe(5);
  });

  it('gives endpoints by their weights', () => {
    // Ten of each weight, because `longest-unused` can only be near it: its order comes first.
    const given = [1, 2, 3, 4];
    const candidates = candidatesOf(Array.from({ length: 40 }, (_, at) => given[at % 4] ?? 0));
    const chooser = createChooser(choice, seeded(42));
    const draws = 20_000;
    const weights = Array.from(
      { length: draws },
      (_, at) => chooser.choose(candidates, askOf({ key: mix(at), now: at }))?.weight,
    );
    for (const weight of given) {
      const expected = (draws * weight) / 10;
      const count = weights.filter((each) => each === weight).length;
      expect(Math.abs(count - expected)).toBeLessThan(expected * 0.08);
    }
  });

  it('goes on with a pool that changes between choices', () => {
    const chooser = createChooser(choice, seeded(3));
    const all = candidatesOf([1, 5, 1, 5, 1, 5]);
    for (let at = 0; at < 200; at += 1) {
      const some = all.filter((_, index) => (mix(at) >>> index) % 2 === 1);
      const chosen = chooser.choose(some, askOf({ key: at, target: at % 7 }));
      expect(chosen === undefined ? 0 : some.includes(chosen) ? 1 : 2).toBe(some.length === 0 ? 0 : 1);
    }
  });

  it('leaves what it reads of an endpoint to those who keep it', () => {
    const candidates = candidatesOf([1, 2]);
    for (const candidate of candidates) addLatency(candidate.latency, 5, 0);
    const before = JSON.stringify(candidates.map(({ credit: _, ...rest }) => rest));
    createChooser(choice, seeded(1)).choose(candidates, askOf());
    expect(JSON.stringify(candidates.map(({ credit: _, ...rest }) => rest))).toBe(before);
  });
});

/** Where nobody may be left out: all get their turn within a stretch of the pool's own length. */
describe.each(['round-robin', 'least-sessions', 'longest-unused'] as const)('%s, with equal weights', (choice) => {
  it('starves nobody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), (size, seed) => {
        const candidates = candidatesOf(Array.from({ length: size }, () => 1));
        const chooser = createChooser(choice, seeded(seed));
        for (let round = 0; round < 3; round += 1) {
          const stretch = candidates.map(() => chooser.choose(candidates, askOf({ now: round })));
          expect(new Set(stretch).size).toBe(size);
        }
      }),
    );
  });
});
