/** Credentials in the database. */
import { randomBytes } from 'node:crypto';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { presetText } from '@atlantic/contract/options/preset.ts';
import { changedColumns, type LimitChange, limitsOf, newColumns, quotaOf } from '../../db/limit-columns.ts';
import type { Database } from '../../db/schema.ts';
import { type CredentialRecord, usernameFor } from './rules.ts';

export interface NewCredential extends LimitChange {
  name: string;
  secretHash: string;
  managed: 'api' | 'file';
  /** The name of its account. */
  account: string;
  /** Absent: from anywhere. */
  allowFrom?: CredentialRecord['allowFrom'] | undefined;
  /** Absent: none. */
  options?: Readonly<Record<string, string | number>> | undefined;
}

/** What may change; absent means as it is. */
export interface CredentialChange extends LimitChange {
  paused?: boolean | undefined;
  secretHash?: string | undefined;
  /** The name of another account. What it has used stays charged to the one before. */
  account?: string | undefined;
  allowFrom?: readonly string[] | undefined;
  options?: Readonly<Record<string, string | number>> | undefined;
}

const withAccount = (db: Database) =>
  db
    .selectFrom('credential')
    .innerJoin('account', 'account.id', 'credential.account')
    .selectAll('credential')
    .select([
      'account.name as account_name',
      'account.quota_bytes as account_quota_bytes',
      'account.quota_requests as account_quota_requests',
      'account.used_bytes as account_used_bytes',
      'account.used_requests as account_used_requests',
    ]);
const live = (db: Database) => withAccount(db).where('credential.deleted_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof live>['execute']>>[number];

const toRecord = (row: Row): CredentialRecord => ({
  id: row.id,
  name: row.name,
  username: row.username,
  secretHash: row.secret_hash,
  paused: row.paused === 1,
  managed: row.managed,
  account: {
    id: row.account,
    name: row.account_name,
    quota: { bytes: row.account_quota_bytes, requests: row.account_quota_requests },
    used: { bytes: row.account_used_bytes, requests: row.account_used_requests },
  },
  quota: quotaOf(row),
  used: { bytes: row.used_bytes, requests: row.used_requests },
  limits: limitsOf(row),
  allowFrom: JSON.parse(row.allow_from),
  options: JSON.parse(row.options),
  createdAt: row.created_at,
});

/** Every credential that is not deleted, by name. */
export async function listCredentials(db: Database): Promise<CredentialRecord[]> {
  return (await live(db).orderBy('credential.name').execute()).map(toRecord);
}

/** The credential of this name. Throws `not_found`. */
export async function findCredential(db: Database, name: string): Promise<CredentialRecord> {
  const row = await live(db).where('credential.name', '=', name).executeTakeFirst();
  if (!row) throw new AtlanticError('not_found');
  return toRecord(row);
}

/** The id of the account of this name. Throws `not_found`. */
async function accountId(db: Database, name: string): Promise<string> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw new AtlanticError('not_found', { detail: `There is no account ${name}.` });
  return row.id;
}

/**
 * Adds a credential and gives it an id and a user name of its own. Throws `name_taken`, and `not_found` for an account
 * that is not there.
 */
export async function insertCredential(db: Database, made: NewCredential, now: number): Promise<CredentialRecord> {
  const others = await live(db).execute();
  if (others.some((row) => row.name === made.name)) throw new AtlanticError('name_taken');
  const row = {
    id: `c${randomBytes(8).toString('hex')}`,
    name: made.name,
    username: usernameFor(made.name, new Set(others.map((other) => other.username))),
    secret_hash: made.secretHash,
    paused: 0,
    managed: made.managed,
    account: await accountId(db, made.account),
    ...newColumns(made),
    used_bytes: 0,
    used_requests: 0,
    allow_from: JSON.stringify(made.allowFrom ?? []),
    options: JSON.stringify(presetText(made.options ?? {})),
    created_at: now,
    deleted_at: null,
  };
  await db.insertInto('credential').values(row).execute();
  return findCredential(db, made.name);
}

/** Throws `not_found` for an account that is not there. */
export async function changeCredential(db: Database, id: string, change: CredentialChange): Promise<void> {
  if (Object.values(change).every((value) => value === undefined)) return;
  await db
    .updateTable('credential')
    .set({
      ...changedColumns(change),
      ...(change.paused === undefined ? {} : { paused: change.paused ? 1 : 0 }),
      ...(change.secretHash === undefined ? {} : { secret_hash: change.secretHash }),
      ...(change.account === undefined ? {} : { account: await accountId(db, change.account) }),
      ...(change.allowFrom === undefined ? {} : { allow_from: JSON.stringify(change.allowFrom) }),
      ...(change.options === undefined ? {} : { options: JSON.stringify(presetText(change.options)) }),
    })
    .where('id', '=', id)
    .execute();
}

/** Deletes a credential. Its row stays for the usage that names it; its name and user name are free again. */
export async function deleteCredential(db: Database, id: string, now: number): Promise<void> {
  await db.updateTable('credential').set({ deleted_at: now }).where('id', '=', id).execute();
}

/**
 * Brings back the credential that an earlier file declared under this name, with what it has used, so that taking a
 * credential out of the file and putting it in again does not start its quota anew. Undefined when there is none.
 */
export async function restoreCredential(
  db: Database,
  { name }: Pick<NewCredential, 'name'>,
): Promise<CredentialRecord | undefined> {
  const row = await db
    .selectFrom('credential')
    .select('id')
    .where('name', '=', name)
    .where('managed', '=', 'file')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at', 'desc')
    .executeTakeFirst();
  if (!row) return undefined;
  const others = await live(db).execute();
  const username = usernameFor(name, new Set(others.map((other) => other.username)));
  await db.updateTable('credential').set({ deleted_at: null, username }).where('id', '=', row.id).execute();
  return findCredential(db, name);
}
