/** Pools that lead nowhere: a list without endpoints in the file, into which nothing was imported. */
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Database } from '../db/schema.ts';
import { addedEndpoints } from '../feature/endpoint/store.ts';

/** They may be waiting for their first import, so this is no error. */
export async function warnOfEmptyPools(db: Database, pools: readonly SnapshotPool[], log: Logger): Promise<void> {
  const added = await addedEndpoints(db, pools);
  for (const { name, kind, endpoints } of pools) {
    if (kind === 'list' && endpoints.length === 0 && added.get(name)?.length === 0)
      log.warn('a pool has no endpoints; import some: atlantic endpoint import FILE --pool NAME', { pool: name });
  }
}
