/**
 * A session as numbers. Two requests with the same key belong to the same life of a session and shall have the same exit.
 * A key changes when a fixed lifetime has run out, when a session that was unused begins anew, and when all sessions of a
 * pool are rotated. Nothing of it says what the client called the session.
 */
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import { hashText, mix } from './hash.ts';

const MINUTE_MS = 60_000;

export interface SessionName {
  /** For the table: 53 bits, so that no two of a hundred thousand sessions are likely to be one. */
  id: number;
  /** For keys: 32 bits. */
  hash: number;
}

export interface SessionRules {
  /** A lifetime that runs out at its hour, in milliseconds. */
  fixedMs: number | undefined;
  /** How long it may be unused before it begins anew. */
  unusedMs: number | undefined;
}

export function nameSession(credential: string, session: string): SessionName {
  const hash = hashText(`${credential} ${session}`);
  return { hash, id: hash * 2 ** 21 + (mix(hashText(`${session} ${credential}`)) >>> 11) };
}

/** What holds for a session that asks for `lifetimeMinutes`, or, undefined, for what its pool gives. */
export function sessionRules(policy: PoolPolicy['sessions'], lifetimeMinutes: number | undefined): SessionRules {
  const minutes = lifetimeMinutes ?? policy.lifetimeMinutes ?? undefined;
  const lifetimeMs = minutes === undefined ? undefined : minutes * MINUTE_MS;
  const sliding = policy.lifetime === 'sliding';
  const idleMs = policy.idleSeconds === null ? undefined : policy.idleSeconds * 1000;
  const limits = [idleMs, sliding ? lifetimeMs : undefined].filter((each) => each !== undefined);
  return {
    fixedMs: sliding ? undefined : lifetimeMs,
    unusedMs: limits.length === 0 ? undefined : Math.min(...limits),
  };
}

/** Which of its lifetimes a session is in. Sessions begin theirs at different moments, so that not all move at once. */
const lifetimeAt = (hash: number, fixedMs: number, now: number): number =>
  Math.floor((now + (hash % fixedMs)) / fixedMs);

/** When the lifetime that runs at `now` is over; Infinity without one. Milliseconds since 1970. */
export const lifetimeEnd = ({ hash }: SessionName, { fixedMs }: SessionRules, now: number): number =>
  fixedMs === undefined ? Number.POSITIVE_INFINITY : (lifetimeAt(hash, fixedMs, now) + 1) * fixedMs - (hash % fixedMs);

/**
 * The key at `now`. `began`: when a session whose life depends on its use began it, else 0. `epoch`: how often all
 * sessions of the pool were rotated. Where neither counts, nothing need be stored to compute it.
 */
export function sessionKey(
  { hash }: SessionName,
  { fixedMs }: SessionRules,
  life: { began: number; epoch: number },
  now: number,
): number {
  let key = fixedMs === undefined ? hash : mix(hash ^ lifetimeAt(hash, fixedMs, now));
  if (life.began !== 0) key = mix(mix(key ^ (life.began % 2 ** 32)) ^ Math.floor(life.began / 2 ** 32));
  return life.epoch === 0 ? key : mix(key ^ mix(life.epoch));
}
