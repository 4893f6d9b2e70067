import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Exit, Pool } from '../view.ts';
import { sessionExit } from './session-exit.ts';

/** The right to use an exit until it is released. */
export interface Lease {
  readonly exit: Exit;
  /** For people: why this one. */
  readonly why: string;
  /** The session that holds it (see `sessionKey`); undefined without one. */
  readonly session: number | undefined;
  release(): void;
}

/** Fewest leases, in turn among equals. */
function leastBusy(pool: Pool, tried: ReadonlySet<Exit>): Exit | undefined {
  const count = pool.exits.length;
  let best: Exit | undefined;
  let found = 0;
  // No exit has fewer than none, so the search of a large pool ends with the first idle one.
  for (let step = 0; step < count && best?.active !== 0; step += 1) {
    const at = (pool.cursor + step) % count;
    const exit = pool.exits[at];
    if (!exit || tried.has(exit) || (best && exit.active >= best.active)) continue;
    best = exit;
    found = at;
  }
  if (best) pool.cursor = (found + 1) % count;
  return best;
}

function reason(pool: Pool, session: number | undefined): string {
  const count = pool.exits.length;
  if (count === 1) return 'the only endpoint of its pool';
  return session === undefined ? `fewest sessions of ${count} endpoints, in turn` : 'the exit of this session';
}

/**
 * An exit that is none of `tried`: the one of the session (see `sessionKey`), else the least busy. Throws `pool_empty`
 * when none is left.
 */
export function lease(pool: Pool, tried: ReadonlySet<Exit>, session: number | undefined): Lease {
  const exit = session === undefined ? leastBusy(pool, tried) : sessionExit(pool.exits, tried, session);
  if (!exit) throw new AtlanticError('pool_empty');
  exit.active += 1;
  let held = true;
  return {
    exit,
    why: reason(pool, session),
    session,
    release() {
      if (held) exit.active -= 1;
      held = false;
    },
  };
}
