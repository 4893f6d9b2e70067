/**
 * How a worker's endpoints stand: as the primary says, and, until it has spoken, as the worker itself just saw. A dead
 * endpoint is not used again by the worker that saw it die, however long the primary's word takes.
 */
import type { Candidate } from './choose/candidate.ts';
import type { State } from './endpoint-state.ts';

/** How long the primary's word is waited for. Without it the endpoint is used again, because no word means no ejection. */
export const OWN_REST_MS = 1_000;

/** Takes over what the primary says. In panic the health of an endpoint is ignored. */
export function applyState(candidate: Candidate, state: State, panic: boolean, trials: number): void {
  const free = state === 'healthy' || panic;
  candidate.restUntil = free || state === 'trial' ? 0 : Number.POSITIVE_INFINITY;
  candidate.mostConnecting = free ? Number.POSITIVE_INFINITY : trials;
  candidate.faults = 0;
}

/**
 * Counts a fault of the endpoint itself. After `most` in a row, or one on trial, it rests for a moment, and the count
 * begins anew. Not in panic, and not where it is the only one: `mayRest` says so. Returns whether it rests now.
 */
export function countOwnFault(candidate: Candidate, most: number, mayRest: boolean, now: number): boolean {
  candidate.faults += 1;
  const onTrial = candidate.mostConnecting !== Number.POSITIVE_INFINITY;
  if ((candidate.faults < most && !onTrial) || !mayRest) return false;
  candidate.faults = 0;
  candidate.restUntil = Math.max(candidate.restUntil, now + OWN_REST_MS);
  return true;
}

export function countOwnSuccess(candidate: Candidate): void {
  candidate.faults = 0;
}
