/** Draws at random, by weight, in constant time where most endpoints are fit, and in one walk where they are not. */
import { type Ask, type Candidate, mayUse } from './candidate.ts';

/** Throws before the pool is walked through. With half of it fit they all miss once in 250 draws. */
const THROWS = 8;

export type Draw = (candidates: readonly Candidate[], ask: Ask, except?: Candidate) => Candidate | undefined;

function heaviestOf(candidates: readonly Candidate[]): number {
  let heaviest = 0;
  for (const { weight } of candidates) heaviest = Math.max(heaviest, weight);
  return heaviest;
}

/** `random` gives numbers from 0 up to 1. A throw that misses does not change what the others draw. */
export function createDraw(random: () => number): Draw {
  let seen: readonly Candidate[] = [];
  let heaviest = 0;
  /** Requests for different places take turns, so each list of candidates is looked through once. */
  const known = new WeakMap<readonly Candidate[], number>();

  const walk: Draw = (candidates, ask, except) => {
    let total = 0;
    let drawn: Candidate | undefined;
    for (const candidate of candidates) {
      if (candidate === except || !mayUse(candidate, ask)) continue;
      total += candidate.weight;
      // Each takes the place of what was drawn before with its share of the weight so far.
      if (random() * total < candidate.weight) drawn = candidate;
    }
    return drawn;
  };

  return (candidates, ask, except) => {
    if (candidates !== seen) {
      seen = candidates;
      heaviest = known.get(candidates) ?? heaviestOf(candidates);
      known.set(candidates, heaviest);
    }
    for (let count = 0; count < THROWS; count += 1) {
      const candidate = candidates[Math.floor(random() * candidates.length)];
      if (!candidate) return undefined;
      if (random() * heaviest >= candidate.weight) continue;
      if (candidate !== except && mayUse(candidate, ask)) return candidate;
    }
    return walk(candidates, ask, except);
  };
}
