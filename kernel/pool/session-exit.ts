/**
 * Which exit a session has: the one that rendezvous hashing gives its key, among those that can be used. Every worker and
 * every start computes the same and nothing is stored; a session whose exit is out of use has another one meanwhile. A
 * strict session has one exit, in use or not: it is told when that is lost.
 */
import type { Candidate } from './choose/candidate.ts';
import { type Ask, mayUse } from './choose/candidate.ts';
import { rendezvous } from './choose/rendezvous.ts';

/** `lost`: it is strict, and its exit cannot be used. `none`: nothing in the pool can. */
export type SessionExit = { state: 'found'; exit: Candidate } | { state: 'lost' } | { state: 'none' };

/** An exit that failed in this request (`ask.tried`) cannot be used. */
export function sessionExit(candidates: readonly Candidate[], ask: Ask, strict: boolean): SessionExit {
  const exit = rendezvous(candidates, ask, strict ? () => true : mayUse);
  if (!exit) return { state: 'none' };
  return mayUse(exit, ask) ? { state: 'found', exit } : { state: 'lost' };
}
