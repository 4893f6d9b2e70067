import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Exit, Pool } from '../view.ts';

/** The right to use an exit until it is released. */
export interface Lease {
  readonly exit: Exit;
  /** For people: why this one. */
  readonly why: string;
  release(): void;
}

/**
 * The exit with the fewest leases, in turn among equals, and none of `tried`. Throws `pool_empty` when none is left.
 */
export function lease(pool: Pool, tried: ReadonlySet<Exit>): Lease {
  const count = pool.exits.length;
  let best: Exit | undefined;
  for (let step = 0; step < count; step += 1) {
    const exit = pool.exits[(pool.cursor + step) % count];
    if (exit && !tried.has(exit) && (!best || exit.active < best.active)) best = exit;
  }
  if (!best) throw new AtlanticError('pool_empty');
  const exit = best;
  pool.cursor = (pool.exits.indexOf(exit) + 1) % count;
  exit.active += 1;
  let held = true;
  return {
    exit,
    why: count === 1 ? 'the only endpoint of its pool' : `fewest sessions of ${count} endpoints, in turn`,
    release() {
      if (held) exit.active -= 1;
      held = false;
    },
  };
}
