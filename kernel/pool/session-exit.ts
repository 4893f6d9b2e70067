/**
 * Which exit a session has in a pool. One that nothing is written down of has the exit that rendezvous hashing gives its key:
 * every worker computes the same. When that cannot be used it takes another, one of the same address before all others, and
 * whoever asks writes down that it has moved.
 */
import { type Ask, type Candidate, mayUse } from './choose/candidate.ts';
import { rendezvous } from './choose/rendezvous.ts';

export interface SessionWish {
  /** Id of the endpoint that was written down for it; undefined: it is computed. */
  readonly exit: string | undefined;
  /** The address of that, as it was known last. */
  readonly address?: string | undefined;
  /** It has this exit or none. */
  readonly strict: boolean;
}

/**
 * `moved`: the exit is not its own; for a strict session it is one of the same address. `lost`: it is strict, and its own cannot be used, or has left the pool (then there is no
 * exit to name). `none`: nothing in the pool can be used.
 */
export type SessionExit =
  | { state: 'found'; exit: Candidate; moved: boolean }
  | { state: 'lost'; exit: Candidate | undefined }
  | { state: 'none' };

const any = (): boolean => true;

/** An exit that failed in this request (`ask.tried`) cannot be used. */
export function sessionExit(
  candidates: readonly Candidate[],
  ask: Ask,
  { exit, address, strict }: SessionWish,
): SessionExit {
  const own = exit === undefined ? rendezvous(candidates, ask, any) : candidates.find(({ id }) => id === exit);
  if (own && mayUse(own, ask)) return { state: 'found', exit: own, moved: false };
  // Who bans an exit bans its address.
  const known = own && ask.banned?.has(own.id) ? undefined : (own?.exitAddress ?? address);
  const twin =
    known === undefined
      ? undefined
      : rendezvous(candidates, ask, (candidate) => candidate.exitAddress === known && mayUse(candidate, ask));
  if (twin) return { state: 'found', exit: twin, moved: true };
  if (strict && (own || exit !== undefined)) return { state: 'lost', exit: own };
  const other = rendezvous(candidates, ask, mayUse);
  return other ? { state: 'found', exit: other, moved: true } : { state: 'none' };
}

/**
 * The exit that a life shall begin with: one that can be used, and another than that of the life before wherever there is
 * one. `former` is the id of that; null: it was the computed one of the key `formerKey`; undefined: there was none.
 */
export function firstExit(
  candidates: readonly Candidate[],
  ask: Ask,
  former: string | null | undefined,
  formerKey: number,
): Candidate | undefined {
  const avoided = former === null ? rendezvous(candidates, { ...ask, key: formerKey }, any)?.id : former;
  const other = rendezvous(candidates, ask, (candidate) => candidate.id !== avoided && mayUse(candidate, ask));
  return other ?? rendezvous(candidates, ask, mayUse);
}
