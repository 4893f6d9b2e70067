/** What is known of a session whose exit is not only computed from its name. Times in milliseconds since 1970. */

export interface SessionName {
  /** Id of the credential. */
  readonly credential: string;
  /** The client's own name for it. */
  readonly session: string;
}

/**
 * A pool, perhaps with a place in it, and the id of an endpoint; in each a session has an exit of its own. The address is the
 * one that a judge saw requests through the endpoint come from, where any has.
 */
export type PoolExit = readonly [pool: string, endpoint: string, address?: string | undefined];

/** How long a life of a session lasts, as the request that asks says; undefined: without end. */
export interface SessionLimits {
  readonly lifetimeMs?: number | undefined;
  readonly idleMs?: number | undefined;
}

export interface SessionWord extends SessionName {
  /** Names the present life of the session: another one after each rotation. 0 in the life that needs no memory. */
  readonly life: number;
  readonly since: number;
  readonly usedAt: number;
  /** Its exit in each pool that it has used. */
  readonly exits: readonly PoolExit[];
  /** Those of the life before, which the present one leaves alone where it can. */
  readonly former: readonly PoolExit[];
}

/** What a worker asks: to begin a life, or an exit of a pool for the life there is. */
export interface SessionOpening extends SessionName, SessionLimits {
  /** Of the life that begins, if one does. */
  readonly life: number;
  readonly pool: string;
  /** The endpoint it would take, and the address of that. */
  readonly exit: string;
  readonly address?: string | undefined;
  /** A life begins in any case. */
  readonly rotate?: true | undefined;
}

/** A relaxed session was served by another exit than its own. */
export interface SessionMove extends SessionName {
  readonly life: number;
  readonly pool: string;
  /** What was written down as its own; undefined where that was computed. */
  readonly from: string | undefined;
  readonly to: string;
  /** Of `to`. */
  readonly address?: string | undefined;
}

/** Requests of a session since the last word about it. */
export interface SessionUse extends SessionName {
  readonly pool: string;
  readonly exit: string;
  readonly address?: string | undefined;
  readonly requests: number;
}

/** Bounds what is written down of one session. */
export const MOST_POOLS_OF_SESSION = 16;

export const exitIn = (exits: readonly PoolExit[], pool: string): string | undefined =>
  exits.find(([name]) => name === pool)?.[1];

export const addressIn = (exits: readonly PoolExit[], pool: string): string | undefined =>
  exits.find(([name]) => name === pool)?.[2];

/** The name of the pool, which has no spaces, without the place. */
export const poolOf = (scope: string): string => scope.split(' ')[0] ?? scope;

const poolExit = (pool: string, endpoint: string, address: string | undefined): PoolExit =>
  address === undefined ? [pool, endpoint] : [pool, endpoint, address];

/** With this exit for the pool; the pool named the longest ago is forgotten when there are too many. */
export const withExit = (
  exits: readonly PoolExit[],
  pool: string,
  endpoint: string,
  address?: string | undefined,
): readonly PoolExit[] => [
  ...exits.filter(([name]) => name !== pool).slice(1 - MOST_POOLS_OF_SESSION),
  poolExit(pool, endpoint, address),
];

/** When a life ends by these limits; undefined: it does not. */
export function endOf(
  { since, usedAt }: Pick<SessionWord, 'since' | 'usedAt'>,
  { lifetimeMs, idleMs }: SessionLimits,
): number | undefined {
  const ends = [lifetimeMs === undefined ? [] : since + lifetimeMs, idleMs === undefined ? [] : usedAt + idleMs].flat();
  return ends.length === 0 ? undefined : Math.min(...ends);
}
