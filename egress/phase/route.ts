import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Intent } from '../intent.ts';
import { checkOptions } from '../provider/check-options.ts';
import type { Pool, View } from '../view.ts';

/** The options that say where the exit shall be. Providers know that of theirs; no other pool does. */
const PLACES = ['country', 'state', 'city', 'asn'] as const;

/**
 * The pool that the listener names, or else that of the first route that matches. Throws `route_missing`, or
 * `exit_unmatched` when the pool cannot do what the options ask: it is refused rather than sent out from somewhere else.
 */
export function route(view: View, intent: Intent, credential: SnapshotCredential, named?: string): Pool {
  const pool =
    named === undefined
      ? view.routes.find((candidate) => candidate.matches(intent, credential))?.pool
      : view.pools.get(named);
  if (!pool) throw new AtlanticError('route_missing');
  if (pool.provider) {
    checkOptions(pool.provider, intent.options);
    return pool;
  }
  const place = PLACES.find((option) => intent.options[option] !== undefined);
  if (place === undefined) return pool;
  throw new AtlanticError('exit_unmatched', {
    detail: `The pool ${pool.name} does not know the ${place} of its exits.`,
  });
}
