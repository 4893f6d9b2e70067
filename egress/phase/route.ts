import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Intent } from '../intent.ts';
import type { Pool, View } from '../view.ts';

/** The pool of the first route that matches. Throws `route_missing`. */
export function route(view: View, intent: Intent, credential: SnapshotCredential): Pool {
  const found = view.routes.find((candidate) => candidate.matches(intent, credential));
  if (!found) throw new AtlanticError('route_missing');
  return found.pool;
}
