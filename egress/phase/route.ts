import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Intent } from '../intent.ts';
import { checkOptions } from '../provider/check-options.ts';
import type { Pool, View } from '../view.ts';

/** The options that say where the exit shall be. Providers know that of theirs; no other pool does. */
const PLACES = ['country', 'state', 'city', 'asn'] as const;

/**
 * The pool of the first route that matches. Throws `route_missing`, or `exit_unmatched` when the pool cannot do what the
 * options ask: it is refused rather than sent out from somewhere else.
 */
export function route(view: View, intent: Intent, credential: SnapshotCredential): Pool {
  const found = view.routes.find((candidate) => candidate.matches(intent, credential));
  if (!found) throw new AtlanticError('route_missing');
  if (found.pool.provider) {
    checkOptions(found.pool.provider, intent.options);
    return found.pool;
  }
  const place = PLACES.find((option) => intent.options[option] !== undefined);
  if (place === undefined) return found.pool;
  throw new AtlanticError('exit_unmatched', {
    detail: `The pool ${found.pool.name} does not know the ${place} of its exits.`,
  });
}
