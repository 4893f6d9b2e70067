/** What is allowed in a configuration and most often not meant. */
import type { Logger } from '@atlantic/kernel/observe/log.ts';
import type { Database } from '../db/schema.ts';
import { listCredentials } from '../feature/credential/store.ts';
import { addedEndpoints } from '../feature/endpoint/store.ts';
import { listFeeds } from '../feature/feed/store.ts';
import type { FixedParts } from '../plane/snapshot.ts';

/** A listener may name a credential that is made later through the API; until then it serves nobody. */
async function warnOfMissing(db: Database, { egress }: FixedParts, log: Logger): Promise<void> {
  const names = new Set((await listCredentials(db)).map(({ name }) => name));
  for (const { bind, credential } of egress.listeners) {
    if (credential !== undefined && !names.has(credential))
      log.warn('a listener is for a credential that does not exist', { listener: bind, credential });
  }
}

/** A list without endpoints may be waiting for its first import, so this is no error. */
async function warnOfEmptyPools(db: Database, { pools }: FixedParts, log: Logger): Promise<void> {
  const added = await addedEndpoints(db, pools);
  for (const { name, kind, endpoints } of pools) {
    if (kind === 'list' && endpoints.length === 0 && added.get(name)?.length === 0)
      log.warn('a pool has no endpoints; import some: atlantic endpoint import FILE --pool NAME', { pool: name });
  }
}

/** Feeds can be added later through the API, and judges only in the file. */
async function warnOfIdleSupply(db: Database, { supply, pools }: FixedParts, log: Logger): Promise<void> {
  if (!supply) return;
  const added = (await listFeeds(db)).filter(({ definition }) => definition.enabled === true);
  const isIdle = added.length === 0 && supply.feeds.every(({ enabled }) => !enabled);
  if (!isIdle && supply.check.mode === 'full' && supply.judges.length === 0)
    log.warn('supply has no judge, so nothing can be checked; set supply.judges, or check.mode: connect');
  for (const { name, kind } of pools) {
    if (kind === 'supply' && isIdle)
      log.warn('a pool is filled by supply, which has no feeds; add one: atlantic feed add NAME URL', { pool: name });
  }
}

export async function warnOf(db: Database, fixed: FixedParts, log: Logger): Promise<void> {
  await warnOfMissing(db, fixed, log);
  await warnOfEmptyPools(db, fixed, log);
  await warnOfIdleSupply(db, fixed, log);
}
