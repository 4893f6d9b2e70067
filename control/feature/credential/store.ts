/** Credentials in the database. */
import { randomBytes } from 'node:crypto';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { CredentialTable, Database } from '../../db/schema.ts';
import { type CredentialRecord, usernameFor } from './rules.ts';

export interface NewCredential {
  name: string;
  secretHash: string;
  managed: 'api' | 'file';
  quota: CredentialRecord['quota'];
  /** Absent: from anywhere. */
  allowFrom?: CredentialRecord['allowFrom'];
}

/** What may change; absent means as it is. */
export interface CredentialChange {
  paused?: boolean | undefined;
  quotaBytes?: number | null | undefined;
  quotaRequests?: number | null | undefined;
  secretHash?: string | undefined;
  allowFrom?: readonly string[] | undefined;
}

const toRecord = (row: CredentialTable): CredentialRecord => ({
  id: row.id,
  name: row.name,
  username: row.username,
  secretHash: row.secret_hash,
  paused: row.paused === 1,
  managed: row.managed,
  quota: { bytes: row.quota_bytes, requests: row.quota_requests },
  used: { bytes: row.used_bytes, requests: row.used_requests },
  allowFrom: JSON.parse(row.allow_from),
  createdAt: row.created_at,
});

const live = (db: Database) => db.selectFrom('credential').selectAll().where('deleted_at', 'is', null);

/** Every credential that is not deleted, by name. */
export async function listCredentials(db: Database): Promise<CredentialRecord[]> {
  return (await live(db).orderBy('name').execute()).map(toRecord);
}

/** The credential of this name. Throws `not_found`. */
export async function findCredential(db: Database, name: string): Promise<CredentialRecord> {
  const row = await live(db).where('name', '=', name).executeTakeFirst();
  if (!row) throw new AtlanticError('not_found');
  return toRecord(row);
}

/** Adds a credential and gives it an id and a user name of its own. Throws `name_taken`. */
export async function insertCredential(db: Database, made: NewCredential, now: number): Promise<CredentialRecord> {
  const rows = await live(db).execute();
  if (rows.some((row) => row.name === made.name)) throw new AtlanticError('name_taken');
  const row = {
    id: `c${randomBytes(8).toString('hex')}`,
    name: made.name,
    username: usernameFor(made.name, new Set(rows.map((other) => other.username))),
    secret_hash: made.secretHash,
    paused: 0,
    managed: made.managed,
    quota_bytes: made.quota.bytes,
    quota_requests: made.quota.requests,
    used_bytes: 0,
    used_requests: 0,
    allow_from: JSON.stringify(made.allowFrom ?? []),
    created_at: now,
    deleted_at: null,
  };
  await db.insertInto('credential').values(row).execute();
  return toRecord(row);
}

export async function changeCredential(db: Database, id: string, change: CredentialChange): Promise<void> {
  if (Object.values(change).every((value) => value === undefined)) return;
  await db
    .updateTable('credential')
    .set({
      ...(change.paused === undefined ? {} : { paused: change.paused ? 1 : 0 }),
      ...(change.quotaBytes === undefined ? {} : { quota_bytes: change.quotaBytes }),
      ...(change.quotaRequests === undefined ? {} : { quota_requests: change.quotaRequests }),
      ...(change.secretHash === undefined ? {} : { secret_hash: change.secretHash }),
      ...(change.allowFrom === undefined ? {} : { allow_from: JSON.stringify(change.allowFrom) }),
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
export async function restoreCredential(db: Database, declared: NewCredential): Promise<CredentialRecord | undefined> {
  const row = await db
    .selectFrom('credential')
    .selectAll()
    .where('name', '=', declared.name)
    .where('managed', '=', 'file')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at', 'desc')
    .executeTakeFirst();
  if (!row) return undefined;
  const others = await live(db).select('username').execute();
  const username = usernameFor(declared.name, new Set(others.map((other) => other.username)));
  await db.updateTable('credential').set({ deleted_at: null, username }).where('id', '=', row.id).execute();
  return toRecord({ ...row, username });
}
