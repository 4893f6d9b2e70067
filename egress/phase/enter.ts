import type { SnapshotCredential } from '@atlantic/contract/snapshot.ts';
import type { Gateway, Pass } from '../gateway.ts';
import type { Account } from '../view.ts';

/** Of whatever has no limits at a time. */
const FREE_PASS: Pass = { leave() {} };

/**
 * Waits for the word of whoever counts for all workers, where the credential or its account is limited in rate or
 * concurrency. Rejects with `rate_exceeded`, `concurrency_exceeded`, or `gateway_overloaded` when no word comes.
 */
export async function enter(gateway: Gateway, credential: SnapshotCredential, account: Account): Promise<Pass> {
  const isLimited = [credential, account].some(({ limits }) => limits.rate !== null || limits.concurrency !== null);
  return isLimited ? gateway.enter({ credential: credential.id, account: account.id }) : FREE_PASS;
}
