/** The parts of a snapshot as they are now: what the file decides, and the credentials in the database. */
import type { PartName } from '@atlantic/contract/snapshot.ts';
import type { Database } from '../db/schema.ts';
import { listCredentials } from '../feature/credential/store.ts';
import { encodePart, type FixedParts, type PartText, snapshotCredential } from './snapshot.ts';

export type Parts = Readonly<Record<PartName, PartText>>;

/** Returns a function that reads the credentials; the other parts are encoded once. */
export function partsReader(db: Database, fixed: FixedParts): () => Promise<Parts> {
  const constant = {
    egress: encodePart('egress', fixed.egress),
    pools: encodePart('pools', fixed.pools),
    routes: encodePart('routes', fixed.routes),
  };
  return async () => {
    const records = await listCredentials(db);
    return { ...constant, credentials: encodePart('credentials', records.map(snapshotCredential)) };
  };
}
