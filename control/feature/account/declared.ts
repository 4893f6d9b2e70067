/** Makes the database agree with the accounts that `atlantic.yaml` declares. */
import { DEFAULT_ACCOUNT } from '@atlantic/contract/api.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Database } from '../../db/schema.ts';
import {
  type AccountChange,
  changeAccount,
  deleteAccount,
  insertAccount,
  listAccounts,
  type NewAccount,
  restoreAccount,
} from './store.ts';

export type DeclaredAccount = Omit<NewAccount, 'managed'>;

/** What an account may do that no file limits any more. */
const UNLIMITED: AccountChange = {
  quotaBytes: null,
  quotaRequests: null,
  rate: null,
  concurrency: null,
  deny: [],
  only: [],
  priority: 0,
};

/**
 * Adds, changes and brings back what the file declares. The default account becomes the file's while the file names it.
 * Throws `config_invalid` when a declared name belongs to an account made through the API.
 */
export async function applyDeclaredAccounts(
  db: Database,
  declared: readonly DeclaredAccount[],
  now: number,
): Promise<void> {
  const present = new Map((await listAccounts(db)).map((record) => [record.name, record]));
  for (const { name, ...limits } of declared) {
    const known = present.get(name);
    if (known?.managed === 'api' && name !== DEFAULT_ACCOUNT) {
      const detail = `accounts: "${name}" was made through the API; delete it there or choose another name.`;
      throw new AtlanticError('config_invalid', { detail });
    }
    const own = { name, managed: 'file' as const };
    const record = known ?? (await restoreAccount(db, name)) ?? (await insertAccount(db, own, now));
    await changeAccount(db, record.id, { ...limits, managed: 'file' });
  }
}

/**
 * Deletes what the file no longer declares, once its credentials are gone; with credentials that were made through the
 * API it stays, and is the API's from now on.
 */
export async function dropUndeclaredAccounts(
  db: Database,
  declared: readonly DeclaredAccount[],
  now: number,
): Promise<void> {
  const names = new Set(declared.map(({ name }) => name));
  const former = (await listAccounts(db)).filter(({ name, managed }) => managed === 'file' && !names.has(name));
  for (const { id, name, credentials } of former) {
    if (name === DEFAULT_ACCOUNT) await changeAccount(db, id, { ...UNLIMITED, managed: 'api' });
    else if (credentials > 0) await changeAccount(db, id, { managed: 'api' });
    else await deleteAccount(db, id, now);
  }
}
