/** Accounts in the database. */
import { randomBytes } from 'node:crypto';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Selectable } from 'kysely';
import { changedColumns, type LimitChange, limitsOf, newColumns, quotaOf } from '../../db/limit-columns.ts';
import type { AccountTable, Database } from '../../db/schema.ts';
import type { AccountRecord } from './rules.ts';

/** What may change; absent means as it is. */
export interface AccountChange extends LimitChange {
  managed?: 'api' | 'file' | undefined;
  deny?: readonly string[] | undefined;
  only?: readonly string[] | undefined;
  priority?: number | undefined;
}

export interface NewAccount extends AccountChange {
  name: string;
  managed: 'api' | 'file';
}

const live = (db: Database) =>
  db
    .selectFrom('account')
    .selectAll('account')
    .select((eb) =>
      eb
        .selectFrom('credential')
        .whereRef('credential.account', '=', 'account.id')
        .where('credential.deleted_at', 'is', null)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('credentials'),
    )
    .where('account.deleted_at', 'is', null);

/** Only what `columnsOf` wrote stands there. */
const patternsOf = (json: string): string[] => JSON.parse(json);

const toRecord = (row: Selectable<AccountTable> & { credentials: number | null }): AccountRecord => ({
  id: row.id,
  name: row.name,
  managed: row.managed,
  quota: quotaOf(row),
  used: { bytes: row.used_bytes, requests: row.used_requests },
  limits: limitsOf(row),
  targets: { deny: patternsOf(row.target_deny), only: patternsOf(row.target_only) },
  priority: row.priority,
  credentials: row.credentials ?? 0,
  createdAt: row.created_at,
});

const ownColumns = ({ deny, only, priority }: AccountChange) => ({
  ...(priority !== undefined && { priority }),
  ...(deny !== undefined && { target_deny: JSON.stringify(deny) }),
  ...(only !== undefined && { target_only: JSON.stringify(only) }),
});

/** Every account that is not deleted, by name. */
export async function listAccounts(db: Database): Promise<AccountRecord[]> {
  return (await live(db).orderBy('account.name').execute()).map(toRecord);
}

/** The account of this name. Throws `not_found`. */
export async function findAccount(db: Database, name: string): Promise<AccountRecord> {
  const row = await live(db).where('account.name', '=', name).executeTakeFirst();
  if (!row) throw new AtlanticError('not_found', { detail: `There is no account ${name}.` });
  return toRecord(row);
}

/** Adds an account. Throws `name_taken`. */
export async function insertAccount(db: Database, made: NewAccount, now: number): Promise<AccountRecord> {
  const taken = await live(db).where('account.name', '=', made.name).executeTakeFirst();
  if (taken) throw new AtlanticError('name_taken');
  const row = {
    id: `a${randomBytes(8).toString('hex')}`,
    name: made.name,
    managed: made.managed,
    ...newColumns(made),
    target_deny: '[]',
    target_only: '[]',
    ...ownColumns(made),
    used_bytes: 0,
    used_requests: 0,
    created_at: now,
    deleted_at: null,
  };
  await db.insertInto('account').values(row).execute();
  return findAccount(db, made.name);
}

export async function changeAccount(db: Database, id: string, change: AccountChange): Promise<void> {
  const columns = {
    ...changedColumns(change),
    ...ownColumns(change),
    ...(change.managed !== undefined && { managed: change.managed }),
  };
  if (Object.keys(columns).length > 0) await db.updateTable('account').set(columns).where('id', '=', id).execute();
}

/** Deletes an account. Its row stays for the usage of its credentials; its name is free again. */
export async function deleteAccount(db: Database, id: string, now: number): Promise<void> {
  await db.updateTable('account').set({ deleted_at: now }).where('id', '=', id).execute();
}

/** Brings back the account that an earlier file declared under this name, with what it has used; or undefined. */
export async function restoreAccount(db: Database, name: string): Promise<AccountRecord | undefined> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('name', '=', name)
    .where('managed', '=', 'file')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at', 'desc')
    .executeTakeFirst();
  if (!row) return undefined;
  await db.updateTable('account').set({ deleted_at: null }).where('id', '=', row.id).execute();
  return findAccount(db, name);
}

/** Ids of the credentials of an account that are not deleted. */
export async function credentialsOf(db: Database, account: string): Promise<string[]> {
  const rows = await db
    .selectFrom('credential')
    .select('id')
    .where('account', '=', account)
    .where('deleted_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}
