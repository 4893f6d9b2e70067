/**
 * Which exit a session has: the one it moved to or was tied to, else the one that rendezvous hashing gives its key. A lost
 * exit moves a session once, and it stays where it went when the exit is back. A strict session never moves: it is told.
 */
import type { Candidate } from './choose/candidate.ts';
import { type Ask, isAccepted, mayUse } from './choose/candidate.ts';
import { rendezvous } from './choose/rendezvous.ts';

/**
 * `computed`: the same in every worker, nothing to store. `held`: as the table says. `move`: to be told to the table, from
 * where it was, when this exit has reached the target. `lost`: it is strict, and its exit cannot be used. `none`: nothing
 * in the pool can.
 */
export type SessionExit =
  | { state: 'computed' | 'held'; exit: Candidate }
  | { state: 'move'; from: string | undefined; exit: Candidate }
  | { state: 'lost'; why: 'gone' | 'out-of-use' }
  | { state: 'none' };

/**
 * `held` is what the table has for the key of `ask`. A strict session that the table does not know is new: it is tied to
 * the exit it gets, by a move from nowhere. One that failed in this request (`ask.tried`) counts as lost.
 */
export function sessionExit(
  candidates: readonly Candidate[],
  ask: Ask,
  held: string | undefined,
  strict: boolean,
): SessionExit {
  if (held !== undefined) {
    const exit = candidates.find(({ id }) => id === held);
    if (exit && mayUse(exit, ask)) return { state: 'held', exit };
    if (strict) return { state: 'lost', why: exit ? 'out-of-use' : 'gone' };
  } else if (!strict) {
    const computed = rendezvous(candidates, ask, isAccepted);
    if (computed && mayUse(computed, ask)) return { state: 'computed', exit: computed };
  }
  const exit = rendezvous(candidates, ask, mayUse);
  return exit ? { state: 'move', from: held, exit } : { state: 'none' };
}

/**
 * Another exit for a session whose rotation was ordered, strict or not: the table shall move it from `from` to `exit`.
 * Undefined when there is no other that can be used.
 */
export function rotateSession(
  candidates: readonly Candidate[],
  ask: Ask,
  held: string | undefined,
): { from: string | undefined; exit: Candidate } | undefined {
  const computed = rendezvous(candidates, ask, isAccepted);
  const current = held ?? computed?.id;
  const exit = rendezvous(candidates, ask, (candidate) => candidate.id !== current && mayUse(candidate, ask));
  return exit && { from: held, exit };
}
