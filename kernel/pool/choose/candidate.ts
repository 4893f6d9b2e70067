/**
 * An endpoint as a worker chooses among them: everything a choice reads is a field, so that choosing looks nothing up and
 * makes no garbage. Who leases, reports and follows the pool's health keeps the fields true.
 */
import type { Banned } from '../bans.ts';
import { newPeakEwma, type PeakEwma } from '../peak-ewma.ts';

export interface Candidate {
  readonly id: string;
  /** Of its id, for sessions. */
  readonly hash: number;
  /** Above 0. One of weight 2 gets twice what one of weight 1 gets. A new snapshot may change it. */
  weight: number;
  /** Leases on it now. */
  active: number;
  /** How many there may be at a time. */
  mostActive: number;
  /** Of these, those that have not shown yet whether it works. */
  connecting: number;
  /** How many may be connecting at a time: no bound in use, a few on trial. */
  mostConnecting: number;
  /** It is not used before this time: 0 in use, Infinity while it is ejected. */
  restUntil: number;
  /** Its own faults in a row, as this worker saw them. */
  faults: number;
  /** Until it reached the target, as this worker saw it. */
  readonly latency: PeakEwma;
  /** What the smooth order owes it. */
  credit: number;
  /** The address that a judge saw requests through it come from; undefined while none has. */
  exitAddress: string | undefined;
}

export const newCandidate = (id: string, hash: number, weight: number): Candidate => ({
  id,
  hash,
  weight,
  active: 0,
  mostActive: Number.POSITIVE_INFINITY,
  connecting: 0,
  mostConnecting: Number.POSITIVE_INFINITY,
  restUntil: 0,
  faults: 0,
  latency: newPeakEwma(),
  credit: 0,
  exitAddress: undefined,
});

/** What is asked of a chooser for one attempt of one request. */
export interface Ask {
  /** Of this request, already. */
  readonly tried: ReadonlySet<Candidate>;
  /** The number of a session, or of whatever shall get the same endpoint again. */
  readonly key: number;
  /** Of the target, for `longest-unused`. It stays in memory. */
  readonly target: number;
  /** Milliseconds. */
  readonly now: number;
  /** Exits that are not used for this target; absent where no ban has to do with it. */
  readonly banned?: Banned | undefined;
  /** Those that carry as much as they may count too: so it is asked whether something else is in the way. */
  readonly full?: 'too';
}

/** Does it carry as much as it may? */
export const isFull = ({ active, mostActive }: Candidate): boolean => active >= mostActive;

/** May the request use it now? A ban holds whatever else does: in panic too, and for the exit of a session. */
export const mayUse = (candidate: Candidate, ask: Ask): boolean =>
  ask.now >= candidate.restUntil &&
  candidate.connecting < candidate.mostConnecting &&
  (!isFull(candidate) || ask.full === 'too') &&
  !ask.tried.has(candidate) &&
  !ask.banned?.has(candidate.id);

/** Picks one of `candidates` that the request may use; undefined when there is none. */
export interface Chooser {
  choose(candidates: readonly Candidate[], ask: Ask): Candidate | undefined;
}
