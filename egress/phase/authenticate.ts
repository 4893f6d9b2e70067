import { AtlanticError } from '@atlantic/contract/errors.ts';
import { hashSecret, secretMatches } from '@atlantic/contract/secret.ts';
import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { FailureThrottle } from '@atlantic/kernel/limit/failure-throttle.ts';
import type { Exchange } from '../exchange.ts';
import type { Proof } from '../intent.ts';
import type { View } from '../view.ts';

/** Compared with for unknown names, so that they take as long as known ones. */
const NOBODY_HASH = hashSecret('');

/**
 * The credential that is charged: the listener's own, or else the one that `proof` proves. Throws
 * `client_address_denied`, `credentials_missing`, `credentials_invalid`, `credential_paused`, or `auth_throttled` without
 * having looked at the secret.
 */
export function authenticate(
  view: View,
  throttle: FailureThrottle,
  { client, terms }: Pick<Exchange, 'client' | 'terms'>,
  proof: Proof | undefined,
): SnapshotCredential {
  if (!terms.admits(client)) throw new AtlanticError('client_address_denied');
  const credential =
    terms.credential === undefined ? proven(view, throttle, client, proof) : ofListener(view, terms.credential);
  // Said only to who knows the secret, or need not.
  if (credential.paused) throw new AtlanticError('credential_paused');
  const admits = view.origins.get(credential.id);
  if (admits && !admits(client)) throw new AtlanticError('client_address_denied');
  return credential;
}

function proven(view: View, throttle: FailureThrottle, client: string, proof: Proof | undefined): SnapshotCredential {
  if (!proof) throw new AtlanticError('credentials_missing');
  const wait = throttle.waitFor(client, proof.username);
  if (wait > 0) throw new AtlanticError('auth_throttled', { retryAfterSeconds: Math.ceil(wait / 1000) });
  const credential = view.credentials.get(proof.username);
  const matches = secretMatches(proof.secret, credential?.secretHash ?? NOBODY_HASH);
  if (!credential || !matches) {
    throttle.failed(client, proof.username);
    throw new AtlanticError('credentials_invalid');
  }
  throttle.succeeded(client, proof.username);
  return credential;
}

/** Nobody guesses here, so nobody is made to wait. */
function ofListener(view: View, name: string): SnapshotCredential {
  const credential = view.named.get(name);
  if (credential) return credential;
  throw new AtlanticError('credentials_invalid', {
    detail: 'The credential that this listener is for does not exist.',
  });
}
