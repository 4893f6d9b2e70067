/** One after the other in the smooth weighted order, whatever they are busy with. */
import type { Chooser } from './candidate.ts';
import { nextInOrder } from './smooth-order.ts';

/** `random` decides where the order begins, so that several workers do not begin at the same endpoint. */
export function createRoundRobin(random: () => number): Chooser {
  const beginning = random();
  return { choose: (candidates, ask) => nextInOrder(candidates, ask, beginning, Number.POSITIVE_INFINITY) };
}
