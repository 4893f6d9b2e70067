import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Intent } from '../intent.ts';
import { placeProblem } from '../places.ts';
import { optionsProblem } from '../provider/options-problem.ts';
import type { Pool, Routed, View } from '../view.ts';

/** Why a pool cannot do what the options ask, an `exit_unmatched`; undefined when it can. */
export function misfit(pool: Pool, { options }: Intent): AtlanticError | undefined {
  if (pool.provider) return optionsProblem(pool.provider, options);
  const detail = placeProblem(pool, options);
  return detail === undefined ? undefined : new AtlanticError('exit_unmatched', { detail });
}

/** Rules belong to routes; a pool that a listener names has none. */
const straightTo = (pool: Pool | undefined): Routed | undefined => pool && { pool, rules: undefined };

/**
 * The pool that the listener names, or else that of the first route that matches; or the first it falls back to that
 * does what the options ask. Throws `route_missing`, or `exit_unmatched` when none does: the request is refused rather
 * than sent out from somewhere else.
 */
export function route(view: View, intent: Intent, credential: SnapshotCredential, named?: string): Routed {
  const first =
    named === undefined
      ? view.routes.find((candidate) => candidate.matches(intent, credential))
      : straightTo(view.pools.get(named));
  if (!first) throw new AtlanticError('route_missing');
  const problem = misfit(first.pool, intent);
  if (!problem) return first;
  const { rules } = first;
  for (let pool = first.pool.fallback; pool; pool = pool.fallback) if (!misfit(pool, intent)) return { pool, rules };
  throw problem;
}
