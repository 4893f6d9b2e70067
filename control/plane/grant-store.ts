/** Quotas, what is spent of them, and grants in the database. */
import { sql } from 'kysely';
import type { Database, PlaneGrantTable } from '../db/schema.ts';
import type { Amounts, Holding, Purse } from './grant-rules.ts';
import type { EpochKey } from './store.ts';

export type Balance = Pick<Purse, 'quota' | 'used'>;

export interface HeldGrant extends EpochKey, Holding {
  credential: string;
}

/** Grants that were spent past their end without a limit owe nothing. */
function unspent(quantity: keyof Amounts) {
  const granted = sql.ref(`plane_grant.granted_${quantity}`);
  const used = sql.ref(`plane_grant.used_${quantity}`);
  return sql<number | null>`sum(case when ${granted} > ${used} then ${granted} - ${used} else 0 end)`;
}

const toHeld = (row: PlaneGrantTable): HeldGrant => ({
  plane: row.plane,
  epoch: row.epoch,
  credential: row.credential,
  granted: { bytes: row.granted_bytes, requests: row.granted_requests },
  used: { bytes: row.used_bytes, requests: row.used_requests },
});

/** What can be spent for one credential: its own quota and its account's. */
export interface Funds {
  own: Balance;
  account: Balance & { id: string };
}

/** By credential id, of those that exist and are not deleted. */
export async function readFunds(db: Database, ids: readonly string[]): Promise<Map<string, Funds>> {
  const rows = await db
    .selectFrom('credential')
    .innerJoin('account', 'account.id', 'credential.account')
    .select([
      'credential.id',
      'credential.quota_bytes',
      'credential.quota_requests',
      'credential.used_bytes',
      'credential.used_requests',
      'account.id as account',
      'account.quota_bytes as account_quota_bytes',
      'account.quota_requests as account_quota_requests',
      'account.used_bytes as account_used_bytes',
      'account.used_requests as account_used_requests',
    ])
    .where('credential.id', 'in', ids)
    .where('credential.deleted_at', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        own: {
          quota: { bytes: row.quota_bytes, requests: row.quota_requests },
          used: { bytes: row.used_bytes, requests: row.used_requests },
        },
        account: {
          id: row.account,
          quota: { bytes: row.account_quota_bytes, requests: row.account_quota_requests },
          used: { bytes: row.account_used_bytes, requests: row.account_used_requests },
        },
      },
    ]),
  );
}

/** What every epoch may still spend for credentials of these accounts, deleted ones too, by account and credential. */
export async function readOutstanding(
  db: Database,
  accounts: readonly string[],
): Promise<{ account: string; credential: string; outstanding: Amounts }[]> {
  if (accounts.length === 0) return [];
  const rows = await db
    .selectFrom('plane_grant')
    .innerJoin('credential', 'credential.id', 'plane_grant.credential')
    .where('credential.account', 'in', accounts)
    .where(sql<boolean>`(granted_bytes > plane_grant.used_bytes or granted_requests > plane_grant.used_requests)`)
    .groupBy(['credential.account', 'credential.id'])
    .select([
      'credential.account',
      'credential.id as credential',
      unspent('bytes').as('bytes'),
      unspent('requests').as('requests'),
    ])
    .execute();
  return rows.map(({ account, credential, bytes, requests }) => ({
    account,
    credential,
    outstanding: { bytes: bytes ?? 0, requests: requests ?? 0 },
  }));
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
