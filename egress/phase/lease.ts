import type { Place } from '@atlantic/contract/endpoint-attributes.ts';
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import { type Ask, type Candidate, isFull, mayUse } from '@atlantic/kernel/pool/choose/candidate.ts';
import { faultOf, type Stage } from '@atlantic/kernel/pool/fault.ts';
import { hashText } from '@atlantic/kernel/pool/hash.ts';
import { takeLease } from '@atlantic/kernel/pool/lease.ts';
import { addLatency } from '@atlantic/kernel/pool/peak-ewma.ts';
import { sessionExit } from '@atlantic/kernel/pool/session-exit.ts';
import { countOwnFault, countOwnSuccess } from '@atlantic/kernel/pool/standing.ts';
import type { Gateway } from '../gateway.ts';
import type { Target } from '../intent.ts';
import { amongOf, placeText } from '../places.ts';
import type { Exit, Pool } from '../view.ts';
import { lossByBan, refusalForBans } from './banned.ts';

/** The right to use an exit until it is released, and what becomes of it. */
export interface Lease {
  readonly exit: Exit;
  /** For people: why this one. */
  readonly why: string;
  /** The session that holds it (see `sessionKey`); undefined without one. */
  readonly session: number | undefined;
  /** It is not the exit that the session had. */
  readonly moved: boolean;
  /** How far the endpoint has come. Before it is told, nothing that happens is the endpoint's doing. */
  at(stage: Stage): void;
  /** The endpoint has reached the target; `timed` where nobody but it and the way there took the time. */
  succeeded(timed: boolean): void;
  /** What ended it. It counts for the endpoint's health when it was its fault, and if nothing was decided before. */
  failed(code: ErrorCode): void;
  release(): void;
}

export interface LeaseAsk {
  /** Where the exit shall be; absent: anywhere. */
  readonly place?: Place;
  /** Exits of this request that have failed. */
  readonly tried: ReadonlySet<Candidate>;
  /** Of a session (see `sessionKey`); undefined without one. */
  readonly session: number | undefined;
  /** Id of the endpoint that was written down for the session. */
  readonly exit?: string | undefined;
  /** The address of that, as it was known last. */
  readonly address?: string | undefined;
  /** The session has said that its exit is banned, so it leaves it for good. */
  readonly reported?: boolean;
  /** Has the session one exit, or none? */
  readonly strict: boolean;
  /** Id of the credential. */
  readonly credential: string;
  /** Only a hash of it is kept, in memory, and of what is banned the site. */
  readonly target: Target;
}

const ANYWHERE: Place = {};

const REASON: Readonly<Record<PoolPolicy['choose'], (count: number) => string>> = {
  'power-of-two': (count) => `the better of two that were drawn from ${count} endpoints`,
  'round-robin': (count) => `the next in turn of ${count} endpoints`,
  'least-sessions': (count) => `the one with the fewest sessions of ${count} endpoints`,
  random: (count) => `drawn at random from ${count} endpoints`,
  rendezvous: (count) => `the one of ${count} endpoints that this credential keeps`,
  'longest-unused': (count) => `the one of ${count} endpoints that this target has not seen for the longest`,
};

/** ` in us chicago`, where a place was asked for. */
export function inPlace(pool: Pool, place: Place): string {
  const text = pool.provider ? '' : placeText(place);
  return text === '' ? '' : ` in ${text}`;
}

function reason(pool: Pool, { place = ANYWHERE, session }: LeaseAsk): string {
  const count = amongOf(pool, place).length;
  const where = inPlace(pool, place);
  if (count === 1) return `the only endpoint of its pool${where}`;
  return session === undefined ? REASON[pool.standing.policy.choose](count) + where : 'the exit of this session';
}

/** Nothing in the pool may serve the request: because of bans, or else because nothing is fit, or all that is is full. `time` since 1970. */
export function noneServes(pool: Pool, ask: Ask, place: Place, time: number): AtlanticError {
  const among = amongOf(pool, place);
  const where = `${among.length} endpoints${inPlace(pool, place)}`;
  const busy = among.some((candidate) => mayUse(candidate, { ...ask, full: 'too' }));
  const detail = busy
    ? `Those of its ${where} that are fit carry as much as they may.`
    : `None of its ${where} is fit for this request now.`;
  return refusalForBans(among, ask, time) ?? new AtlanticError('pool_empty', { detail });
}

/** What is told of the exit that a strict session has lost. Others are not named. */
function lossOf(exit: Candidate | undefined, now: number): string {
  if (!exit) return 'Its exit has left the pool.';
  if (exit.restUntil === Number.POSITIVE_INFINITY) return 'Its exit is out of use.';
  if (now < exit.restUntil) return 'Its exit has just failed, and rests.';
  if (isFull(exit)) return 'Its exit carries as much as it may.';
  return exit.connecting < exit.mostConnecting ? 'Its exit has failed this request.' : 'Its exit is on trial.';
}

/**
 * A session leaves its exit for a ban where the ban is, and while it is full; it keeps it all the same, unless it has said
 * itself that it is banned.
 */
const isDetour = (
  candidates: readonly Candidate[],
  ask: Ask,
  { exit, address, strict, reported = false }: LeaseAsk,
): boolean => {
  if (reported) return false;
  const otherwise = sessionExit(candidates, { ...ask, banned: undefined, full: 'too' }, { exit, address, strict });
  return otherwise.state === 'found' && !otherwise.moved;
};

function choose(pool: Pool, ask: Ask, wish: LeaseAsk, time: number): { candidate: Candidate; moved: boolean } {
  const { place = ANYWHERE, exit, address, strict } = wish;
  const candidates = amongOf(pool, place);
  if (wish.session === undefined) {
    const chosen = pool.standing.chooser.choose(candidates, ask);
    if (!chosen) throw noneServes(pool, ask, place, time);
    return { candidate: chosen, moved: false };
  }
  const found = sessionExit(candidates, ask, { exit, address, strict });
  if (found.state === 'found') return { candidate: found.exit, moved: found.moved && !isDetour(candidates, ask, wish) };
  if (found.state === 'none') throw noneServes(pool, ask, place, time);
  throw lossByBan(found.exit, ask, time) ?? new AtlanticError('session_lost', { detail: lossOf(found.exit, ask.now) });
}

/**
 * An exit that is fit and none of those tried: the one of the session, else as the pool's policy chooses. Throws
 * `pool_empty` or `exits_banned` when there is none, or `session_lost` when a strict session cannot have its own.
 */
export function lease(gateway: Pick<Gateway, 'now' | 'time' | 'outcome' | 'bans'>, pool: Pool, asked: LeaseAsk): Lease {
  const { session, tried } = asked;
  const { standing } = pool;
  const target = hashText(`${asked.target.host}:${asked.target.port}`);
  const key = session ?? hashText(asked.credential);
  const banned = gateway.bans.against(asked.target.host);
  const ask = { tried, key, target, now: gateway.now(), banned };
  const { candidate, moved } = choose(pool, ask, asked, gateway.time());
  const exit = pool.exitOf.get(candidate);
  if (!exit) throw new Error('a candidate is no exit of its pool');
  const held = takeLease(candidate);
  standing.leases += 1;
  let stage: Stage | undefined;
  let beganAt = 0;
  let decided = false;
  let over = false;

  /** Nobody else can serve: then the endpoint must not rest. */
  const mayRest = (now: number) =>
    !standing.panic && standing.candidates.some((other) => other !== candidate && now >= other.restUntil);

  return {
    exit,
    get why() {
      return reason(pool, asked);
    },
    session,
    moved,
    at(next) {
      if (stage === undefined) beganAt = gateway.now();
      stage = next;
    },
    succeeded(timed) {
      if (decided || stage === undefined) return;
      decided = true;
      held.settled();
      countOwnSuccess(candidate);
      const latencyMs = gateway.now() - beganAt;
      if (timed) {
        addLatency(candidate.latency, latencyMs, gateway.now());
        standing.hedging?.took(latencyMs);
      }
      gateway.outcome(pool.name, exit.id, { result: 'success', ...(timed && { latencyMs }) });
    },
    failed(code) {
      if (decided || stage === undefined) return;
      decided = true;
      const fault = faultOf(code, stage);
      if (fault !== 'endpoint' && fault !== 'unknown') return;
      const now = gateway.now();
      if (fault === 'endpoint')
        countOwnFault(candidate, standing.policy.health.breaker.consecutiveFaults, mayRest(now), now);
      // Only what was asked of a target says anything about targets.
      gateway.outcome(pool.name, exit.id, { result: 'fault', fault, code, ...(stage === 'answer' && { target }) });
    },
    release() {
      held.release();
      if (!over) standing.leases -= 1;
      over = true;
    },
  };
}
