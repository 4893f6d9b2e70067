/**
 * The one with the highest score for a key (Thaler and Ravishankar, 1998; weights after Schindelhauer and Schomaker, 2005).
 * Every worker and every start computes the same and nothing is stored. When an endpoint comes or goes, only the keys that
 * had it, or now have it, move.
 */
import { mix } from '../hash.ts';
import { type Ask, type Candidate, type Chooser, mayUse } from './candidate.ts';

const SPAN = 2 ** 32;

/**
 * The endpoint of the key of `ask` among those that `may` be; undefined when none may. With equal weights it is the one
 * whose mixed hash is highest: the logarithm keeps the order.
 */
export function rendezvous(
  candidates: readonly Candidate[],
  ask: Ask,
  may: (candidate: Candidate, ask: Ask) => boolean,
): Candidate | undefined {
  let best: Candidate | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (!may(candidate, ask)) continue;
    // A draw from 0 to 1, the same for this key and endpoint always; its logarithm is distributed exponentially.
    const distance = -Math.log((mix(candidate.hash ^ ask.key) + 0.5) / SPAN) / candidate.weight;
    if (distance >= lowest) continue;
    best = candidate;
    lowest = distance;
  }
  return best;
}

/** For pools whose every request shall keep its endpoint, by the key it asks with. */
export const createRendezvous = (): Chooser => ({
  choose: (candidates, ask) => rendezvous(candidates, ask, mayUse),
});
