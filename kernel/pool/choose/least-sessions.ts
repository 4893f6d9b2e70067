/** The one with the fewest leases for its weight; equals in the smooth weighted order, so that an idle pool is used evenly. */
import { type Chooser, mayUse } from './candidate.ts';
import { loadOf, nextInOrder } from './smooth-order.ts';

/** `random` decides where the order begins, so that several workers do not begin at the same endpoint. */
export function createLeastSessions(random: () => number): Chooser {
  const beginning = random();
  return {
    choose(candidates, ask) {
      let least = Number.POSITIVE_INFINITY;
      for (const candidate of candidates) {
        if (mayUse(candidate, ask)) least = Math.min(least, loadOf(candidate));
      }
      return nextInOrder(candidates, ask, beginning, least);
    },
  };
}
