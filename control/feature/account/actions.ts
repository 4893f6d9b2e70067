/** What the API may do to accounts. Each action is one transaction, and the planes hear of it once it is committed. */
import { type AccountCreate, type AccountUpdate, DEFAULT_ACCOUNT } from '@atlantic/contract/api.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { committing } from '../../db/commit.ts';
import type { Database } from '../../db/schema.ts';
import type { AccountRecord } from './rules.ts';
import { changeAccount, credentialsOf, deleteAccount, findAccount, insertAccount } from './store.ts';

export interface AccountActionsOptions {
  db: Database;
  now: () => number;
  /** Tells the planes; called after each commit and awaited. */
  publish: () => Promise<void>;
  /** Asks the planes to give back what they do not need of these credentials, because they may now spend less. */
  recall: (credentials: readonly string[]) => void;
}

/** All of them throw `not_found` for an unknown name and `managed_by_file` for what the file declares. */
export interface AccountActions {
  /** Throws `name_taken`. */
  create(wanted: AccountCreate): Promise<AccountRecord>;
  update(name: string, change: AccountUpdate): Promise<AccountRecord>;
  /** Throws `account_in_use` while it has credentials, and for the default account. */
  remove(name: string): Promise<void>;
}

async function findOwn(db: Database, name: string): Promise<AccountRecord> {
  const record = await findAccount(db, name);
  if (record.managed === 'file') throw new AtlanticError('managed_by_file');
  return record;
}

export function accountActions({ db, now, publish, recall }: AccountActionsOptions): AccountActions {
  const commit = committing(db, publish);

  return {
    create: (wanted) => commit((step) => insertAccount(step, { ...wanted, managed: 'api' }, now())),
    async update(name, wanted) {
      const record = await commit(async (step) => {
        const { id } = await findOwn(step, name);
        await changeAccount(step, id, wanted);
        return findAccount(step, name);
      });
      if (wanted.quotaBytes !== undefined || wanted.quotaRequests !== undefined) {
        recall(await credentialsOf(db, record.id));
      }
      return record;
    },
    remove: (name) =>
      commit(async (step) => {
        const record = await findOwn(step, name);
        if (record.credentials > 0 || name === DEFAULT_ACCOUNT) throw new AtlanticError('account_in_use');
        await deleteAccount(step, record.id, now());
      }),
  };
}
