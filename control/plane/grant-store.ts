/** Accounts and grants in the database. */
import type { Database, PlaneGrantTable } from '../db/schema.ts';
import type { Account, Amounts, Holding } from './grant-rules.ts';
import type { EpochKey } from './store.ts';

export interface HeldGrant extends EpochKey, Holding {
  credential: string;
}

const toHeld = (row: PlaneGrantTable): HeldGrant => ({
  plane: row.plane,
  epoch: row.epoch,
  credential: row.credential,
  granted: { bytes: row.granted_bytes, requests: row.granted_requests },
  used: { bytes: row.used_bytes, requests: row.used_requests },
});

/** Quota and use by credential id, of those that exist and are not deleted. */
export async function readAccounts(db: Database, ids: readonly string[]): Promise<Map<string, Account>> {
  const rows = await db
    .selectFrom('credential')
    .select(['id', 'quota_bytes', 'quota_requests', 'used_bytes', 'used_requests'])
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        quota: { bytes: row.quota_bytes, requests: row.quota_requests },
        used: { bytes: row.used_bytes, requests: row.used_requests },
      },
    ]),
  );
}

/** What every epoch of every plane holds of these credentials. */
export async function readHoldings(db: Database, ids: readonly string[]): Promise<HeldGrant[]> {
  return (await db.selectFrom('plane_grant').selectAll().where('credential', 'in', ids).execute()).map(toHeld);
}

/** Sets what the epoch may spend of the credential in all; what it has spent stays. */
export async function saveGranted(
  db: Database,
  { plane, epoch }: EpochKey,
  credential: string,
  granted: Amounts,
): Promise<void> {
  const total = { granted_bytes: granted.bytes, granted_requests: granted.requests };
  await db
    .insertInto('plane_grant')
    .values({ plane, epoch, credential, ...total, used_bytes: 0, used_requests: 0 })
    .onConflict((conflict) => conflict.columns(['plane', 'epoch', 'credential']).doUpdateSet(total))
    .execute();
}
