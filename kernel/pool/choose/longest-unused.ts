/**
 * The one that this target has not seen for the longest, so that a target meets each address as rarely as the pool
 * allows. Time is counted in choices for the target, and a heavy endpoint's runs faster; in small pools that comes only near
 * the weights. Memory is bounded: what was used longest ago is forgotten first, which is as good as never used, and of
 * targets the longest unused.
 */
import { mix } from '../hash.ts';
import { type Candidate, type Chooser, mayUse } from './candidate.ts';

export const MOST_TARGETS = 1_000;
export const MOST_USES = 100_000;

interface Uses {
  /** Choices so far. */
  count: number;
  /** By endpoint id, the choice that used it last; the oldest first. */
  last: Map<string, number>;
}

/** The first key of a map, which is the one that was set the longest ago. */
const oldest = <Key>(map: ReadonlyMap<Key, unknown>): Key | undefined => map.keys().next().value;

/** `random` decides where a new target begins, so that several workers do not begin at the same endpoint. */
export function createLongestUnused(random: () => number): Chooser {
  const salt = Math.floor(random() * 2 ** 32);
  const targets = new Map<number, Uses>();
  let uses = 0;

  const drop = (target: number, id: string): void => {
    const known = targets.get(target);
    if (!known?.last.delete(id)) return;
    uses -= 1;
    if (known.last.size === 0) targets.delete(target);
  };
  const remember = (target: number, known: Uses, id: string): void => {
    targets.delete(target);
    targets.set(target, known);
    if (known.last.delete(id)) uses -= 1;
    known.count += 1;
    known.last.set(id, known.count);
    uses += 1;
    while (targets.size > MOST_TARGETS || uses > MOST_USES) {
      const stale = oldest(targets);
      const staleUse = stale === undefined ? undefined : oldest(targets.get(stale)?.last ?? new Map<string, number>());
      if (stale === undefined || staleUse === undefined) return;
      drop(stale, staleUse);
    }
  };

  return {
    choose(candidates, ask) {
      const count = candidates.length;
      const known = targets.get(ask.target) ?? { count: 0, last: new Map<string, number>() };
      const start = count === 0 ? 0 : mix(ask.target ^ salt) % count;
      let best: Candidate | undefined;
      let longest = 0;
      for (let step = 0; step < count; step += 1) {
        const candidate = candidates[(start + step) % count];
        if (!candidate || !mayUse(candidate, ask)) continue;
        const last = known.last.get(candidate.id);
        const unused = last === undefined ? Number.POSITIVE_INFINITY : (known.count + 1 - last) * candidate.weight;
        if (unused <= longest) continue;
        best = candidate;
        longest = unused;
        if (last === undefined) break;
      }
      if (best) remember(ask.target, known, best.id);
      return best;
    },
  };
}
