/** Taking turns with everything else in this process: whoever has much to compute does it in slices between which the loop turns. */
import { setImmediate } from 'node:timers/promises';

/** Of one turn of the loop, how much all of them together take before it goes on. */
export const TURN_MS = 10;

export interface Turns {
  /** Runs the slice when there is time for one more, mostly at once, and answers what it does. */
  take<T>(slice: () => T): Promise<T>;
}

/** `now` in milliseconds; only differences count. One for all that compute at the same time. */
export function createTurns(now: () => number): Turns {
  let begun = Number.NEGATIVE_INFINITY;
  /** Whoever waits, waits for the same turn, or each would take a whole one in it. */
  let coming: Promise<void> | undefined;
  const turn = () => {
    coming ??= setImmediate().then(() => {
      coming = undefined;
      begun = now();
    });
    return coming;
  };
  return {
    async take(slice) {
      while (now() - begun >= TURN_MS) await turn();
      return slice();
    },
  };
}
