import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Intent } from '../intent.ts';
import { optionsProblem } from '../provider/options-problem.ts';
import type { Pool, View } from '../view.ts';

/** The options that say where the exit shall be. Providers know that of theirs; no other pool does. */
const PLACES = ['country', 'state', 'city', 'asn'] as const;

/** Why a pool cannot do what the options ask, an `exit_unmatched`; undefined when it can. */
export function misfit({ name, provider }: Pool, { options }: Intent): AtlanticError | undefined {
  if (provider) return optionsProblem(provider, options);
  const place = PLACES.find((option) => options[option] !== undefined);
  if (place === undefined) return undefined;
  return new AtlanticError('exit_unmatched', { detail: `The pool ${name} does not know the ${place} of its exits.` });
}

/**
 * The pool that the listener names, or else that of the first route that matches; or the first it falls back to that
 * does what the options ask. Throws `route_missing`, or `exit_unmatched` when none does: the request is refused rather
 * than sent out from somewhere else.
 */
export function route(view: View, intent: Intent, credential: SnapshotCredential, named?: string): Pool {
  const first =
    named === undefined
      ? view.routes.find((candidate) => candidate.matches(intent, credential))?.pool
      : view.pools.get(named);
  if (!first) throw new AtlanticError('route_missing');
  const problem = misfit(first, intent);
  if (!problem) return first;
  for (let pool = first.fallback; pool; pool = pool.fallback) if (!misfit(pool, intent)) return pool;
  throw problem;
}
