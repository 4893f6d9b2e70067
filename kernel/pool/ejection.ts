/**
 * Who is ejected when not all may be: at most a share of the pool, the gravest first. An endpoint that is dead takes the
 * place of one that is only slow, which then comes back. The only endpoint of a pool is never ejected: nothing else could
 * serve.
 */
import type { Criterion } from './breaker.ts';
import type { Violation } from './outlier.ts';

/** The gravest last. */
const GRAVITY: readonly Criterion[] = ['latency', 'success-rate', 'failure-share', 'unanswered', 'consecutive-faults'];

const gravity = (why: Criterion): number => GRAVITY.indexOf(why);

/** The gravest first; equal ones by id, so that equal inputs give equal decisions. */
function byGravity(one: Violation, other: Violation): number {
  const difference = gravity(other.why) - gravity(one.why) || other.excess - one.excess;
  return difference || (one.id < other.id ? -1 : 1);
}

/** How many of `total` endpoints may be ejected at a time. */
export function mostEjected(total: number, share: number): number {
  if (total <= 1) return 0;
  // What 0.9 of 10 is must not depend on how 0.9 is written in binary.
  return Math.min(total, Math.max(1, Math.floor(total * share + 1e-9)));
}

export interface Ejections {
  eject: Violation[];
  /** Ejected ones that come back to make place. */
  release: string[];
  /** Those that stay in use though they should not. */
  heldBack: Violation[];
}

/** `ejected` names what each one that is out of use by its breaker was ejected for. */
export function chooseEjections(
  violations: readonly Violation[],
  ejected: ReadonlyMap<string, Criterion>,
  most: number,
): Ejections {
  const yielding = [...ejected].sort(
    ([oneId, one], [otherId, other]) => gravity(one) - gravity(other) || (oneId < otherId ? -1 : 1),
  );
  const decision: Ejections = { eject: [], release: [], heldBack: [] };
  let count = ejected.size;
  for (const violation of violations.toSorted(byGravity)) {
    if (count < most) {
      decision.eject.push(violation);
      count += 1;
      continue;
    }
    const [mildest] = yielding;
    if (most > 0 && mildest && gravity(mildest[1]) < gravity(violation.why)) {
      yielding.shift();
      decision.release.push(mildest[0]);
      decision.eject.push(violation);
    } else decision.heldBack.push(violation);
  }
  return decision;
}
