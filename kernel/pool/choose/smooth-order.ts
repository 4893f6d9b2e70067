/**
 * One after the other, a heavy one more often and evenly spread: each choice credits every endpoint that stands in line
 * with its weight, takes the one with the most credit, and charges it what all were credited (the smooth weighted order of
 * nginx). While the same ones are in line, every stretch as long as the sum of their weights gives each exactly its weight.
 */
import { type Ask, type Candidate, mayUse } from './candidate.ts';

/** Leases for the weight. */
export const loadOf = ({ active, weight }: Candidate): number => active / weight;

/**
 * The next in the order among those that may be used and have no more than `mostLoad`. Equals are taken in the order of
 * the pool, read from `beginning` on, a share of it.
 */
export function nextInOrder(
  candidates: readonly Candidate[],
  ask: Ask,
  beginning: number,
  mostLoad: number,
): Candidate | undefined {
  const count = candidates.length;
  const start = Math.floor(beginning * count);
  let best: Candidate | undefined;
  let total = 0;
  for (let step = 0; step < count; step += 1) {
    const candidate = candidates[(start + step) % count];
    if (!candidate || !mayUse(candidate, ask) || loadOf(candidate) > mostLoad) continue;
    candidate.credit += candidate.weight;
    total += candidate.weight;
    if (!best || candidate.credit > best.credit) best = candidate;
  }
  if (best) best.credit -= total;
  return best;
}
