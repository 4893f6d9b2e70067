/** Which session a request belongs to, and what is written down of it. */

import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import { firstExit } from '@atlantic/kernel/pool/session-exit.ts';
import { sessionKey } from '@atlantic/kernel/pool/session-key.ts';
import { addressIn, endOf, exitIn, type SessionName, type SessionWord } from '@atlantic/kernel/pool/session-word.ts';
import type { Gateway } from '../gateway.ts';
import type { Intent } from '../intent.ts';
import { amongOf } from '../places.ts';
import type { Account, Pool } from '../view.ts';
import type { Attempts } from './attempts.ts';
import { inPlace, type Lease, noneServes } from './lease.ts';
import type { RequestRecord } from './record.ts';

/** Who asks for what, and of which pool. */
export interface SessionAsked {
  account: Account;
  credential: SnapshotCredential;
  intent: Intent;
  pool: Pool;
}

/** The session of a request, on the pool it is at now. */
export interface HeldSession extends SessionName {
  /** See `SessionWord`. */
  readonly life: number;
  /** See `sessionKey`. */
  readonly key: number;
  /** The pool and the place in it that was asked for: in each a session has an exit of its own. */
  readonly scope: string;
  /** Id of the endpoint that was written down for it there; undefined: its exit is computed. */
  readonly exit: string | undefined;
  /** The address of that, as it was known last. */
  readonly address: string | undefined;
  readonly since: number | undefined;
  /** Milliseconds since 1970, as this request limits it; undefined: it does not end. */
  readonly endsAt: number | undefined;
}

const MINUTE_MS = 60_000;
const inMs = (minutes: number | undefined): number | undefined =>
  minutes === undefined ? undefined : minutes * MINUTE_MS;

/**
 * Id of the endpoint that the session shall leave alone, if it can; null: the one that is computed for its first life;
 * undefined: none. `begins`: the life of `word` is over.
 */
function formerOf(
  word: SessionWord | undefined,
  pool: string,
  begins: boolean,
  turns: boolean,
): string | null | undefined {
  if (!word) return turns ? null : undefined;
  if (begins) return exitIn(word.exits, pool) ?? (word.life === 0 ? null : undefined);
  return word.life === 0 ? undefined : (exitIn(word.former, pool) ?? null);
}

/**
 * The session that the options name; undefined without one. Where it ends at a time, is strict, or is rotated, whoever keeps
 * sessions for all workers is asked once, and the answer holds until the session ends. Rejects with `pool_empty` or
 * `exits_banned`, and with `gateway_overloaded` when no word comes.
 */
export async function openSession(
  gateway: Gateway,
  asked: SessionAsked,
  record: RequestRecord,
  { tried }: Attempts,
): Promise<HeldSession | undefined> {
  const { credential, intent, pool } = asked;
  const { session, lifetimeMinutes, idleMinutes, strict = false, rotate } = intent.options;
  if (session === undefined) return undefined;
  const { sessions } = gateway;
  const name = { credential: credential.id, session };
  const limits = { lifetimeMs: inMs(lifetimeMinutes), idleMs: inMs(idleMinutes) };
  const scope = pool.name + inPlace(pool, intent.options);
  const timed = lifetimeMinutes !== undefined || idleMinutes !== undefined;
  // Behind a provider's gateway the exit goes with the life of the session.
  const leaves = intent.report !== undefined && pool.provider !== undefined;
  const turns = (rotate === 'now' || leaves) && record.rotated !== true;

  let word = sessions.find(name);
  const end = word && endOf(word, limits);
  const begins = turns || (word ? end !== undefined && gateway.time() >= end : timed || strict);
  const lacks = word !== undefined && exitIn(word.exits, scope) === undefined && (word.life !== 0 || strict);
  if (begins || lacks) {
    const known = word?.life ?? 0;
    const life = begins && (turns || timed || known !== 0) ? sessions.newLife() : known;
    const key = sessionKey(credential.id, session, life);
    const banned = gateway.bans.against(intent.target.host);
    const ask = { tried, key, target: 0, now: gateway.now(), banned };
    const former = formerOf(word, scope, begins, turns);
    const exit = firstExit(amongOf(pool, intent.options), ask, former, sessionKey(credential.id, session, 0));
    if (!exit) throw noneServes(pool, ask, intent.options, gateway.time());
    const opening = { ...name, ...limits, life, pool: scope, exit: exit.id, address: exit.exitAddress };
    word = await sessions.open(turns ? { ...opening, rotate: true } : opening);
    if (turns) record.rotated = true;
  }
  const life = word?.life ?? 0;
  return {
    ...name,
    life,
    key: sessionKey(credential.id, session, life),
    scope,
    exit: word && exitIn(word.exits, scope),
    address: word && addressIn(word.exits, scope),
    since: word?.since,
    endsAt: word && endOf(word, limits),
  };
}

/** The session was served: this is counted, and where it had to leave its exit, it stays where it is now. */
export function sessionServed(
  { sessions }: Pick<Gateway, 'sessions'>,
  { credential, session, life, scope: pool, exit: from }: HeldSession,
  { exit: { id: to, candidate }, moved }: Lease,
  detour: boolean,
): void {
  const address = candidate.exitAddress;
  if (moved && !detour) sessions.moved({ credential, session, life, pool, from, to, address });
  sessions.used({ credential, session, pool, exit: to, address });
}
