/** The parts of a snapshot as they are now: what the file decides, and the accounts and credentials in the database. */
import type { PartName } from '@atlantic/contract/snapshot.ts';
import type { Database } from '../db/schema.ts';
import { listAccounts } from '../feature/account/store.ts';
import { listCredentials } from '../feature/credential/store.ts';
import { encodePart, type FixedParts, type PartText, snapshotCredential } from './snapshot.ts';

export type Parts = Readonly<Record<PartName, PartText>>;

/** Returns a function that reads accounts and credentials; the other parts are encoded once. */
export function partsReader(db: Database, fixed: FixedParts): () => Promise<Parts> {
  const constant = {
    egress: encodePart('egress', fixed.egress),
    pools: encodePart('pools', fixed.pools),
    routes: encodePart('routes', fixed.routes),
  };
  return async () => {
    const credentials = await listCredentials(db);
    return {
      ...constant,
      // The schema leaves out what planes do not need.
      accounts: encodePart('accounts', await listAccounts(db)),
      credentials: encodePart('credentials', credentials.map(snapshotCredential)),
    };
  };
}
