/**
 * The better of two that are drawn at random (Mitzenmacher, 2001): nearly as good as asking all for the best, and many
 * choosers that know nothing of each other do not all run to the same one.
 *
 * The better one has the lower product of latency and leases. Latencies count only where both are known, so that one that
 * has never been measured is neither avoided nor flooded.
 */
import { latencyAt } from '../peak-ewma.ts';
import type { Candidate, Chooser } from './candidate.ts';
import { createDraw } from './draw.ts';

/** The draw has seen to the weights; here they only say how many leases are many. */
const load = ({ active, weight }: Candidate): number => 1 + active / weight;

function isBetter(one: Candidate, other: Candidate, now: number): boolean {
  const latency = latencyAt(one.latency, now);
  const otherLatency = latencyAt(other.latency, now);
  if (latency === 0 || otherLatency === 0) return load(one) < load(other);
  return latency * load(one) < otherLatency * load(other);
}

export function createPowerOfTwo(random: () => number): Chooser {
  const draw = createDraw(random);
  return {
    choose(candidates, ask) {
      const first = draw(candidates, ask);
      const second = first && draw(candidates, ask, first);
      return second && isBetter(second, first, ask.now) ? second : first;
    },
  };
}
