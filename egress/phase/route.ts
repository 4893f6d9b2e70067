import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Intent } from '../intent.ts';
import type { Pool, View } from '../view.ts';

/** The options that say where the exit shall be. No pool knows that of its exits yet. */
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
  const place = PLACES.find((option) => intent.options[option] !== undefined);
  if (place === undefined) return pool;
  throw new AtlanticError('exit_unmatched', {
    detail: `The pool ${pool.name} does not know the ${place} of its exits.`,
  });
}
