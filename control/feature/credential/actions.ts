/** What the API may do to credentials. Each action is one transaction, and the planes hear of it once it is committed. */
import { type CredentialCreate, type CredentialUpdate, DEFAULT_ACCOUNT } from '@atlantic/contract/api.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { hashSecret, newSecret } from '@atlantic/contract/secret.ts';
import { committing } from '../../db/commit.ts';
import type { Database } from '../../db/schema.ts';
import type { CredentialRecord } from './rules.ts';
import {
  type CredentialChange,
  changeCredential,
  deleteCredential,
  findCredential,
  insertCredential,
} from './store.ts';

export interface CredentialActionsOptions {
  db: Database;
  now: () => number;
  /** Tells the planes; called after each commit and awaited, so an answer means that every open stream was told. */
  publish: () => Promise<void>;
  /** Asks the planes to give back what they do not need of this credential, because it may now spend less. */
  recall: (credential: string) => void;
}

export interface WithSecret {
  record: CredentialRecord;
  secret: string;
}

/** All of them throw `not_found` for an unknown name and `managed_by_file` for what the file declares. */
export interface CredentialActions {
  /** Throws `name_taken`. */
  create(wanted: CredentialCreate): Promise<WithSecret>;
  update(name: string, change: CredentialUpdate): Promise<CredentialRecord>;
  /** Gives a new secret; the old one is dead at once. */
  rotate(name: string): Promise<WithSecret>;
  remove(name: string): Promise<void>;
}

async function findOwn(db: Database, name: string): Promise<CredentialRecord> {
  const record = await findCredential(db, name);
  if (record.managed === 'file') throw new AtlanticError('managed_by_file');
  return record;
}

export function credentialActions({ db, now, publish, recall }: CredentialActionsOptions): CredentialActions {
  const commit = committing(db, publish);

  const change = (name: string, wanted: CredentialChange) =>
    commit(async (step) => {
      const { id } = await findOwn(step, name);
      await changeCredential(step, id, wanted);
      return findCredential(step, name);
    });

  return {
    create(wanted) {
      const secret = newSecret('credential');
      return commit(async (step) => {
        const account = wanted.account ?? DEFAULT_ACCOUNT;
        const made = { ...wanted, account, secretHash: hashSecret(secret), managed: 'api' as const };
        return { record: await insertCredential(step, made, now()), secret };
      });
    },
    async update(name, wanted) {
      const record = await change(name, wanted);
      if (wanted.quotaBytes !== undefined || wanted.quotaRequests !== undefined) recall(record.id);
      return record;
    },
    async rotate(name) {
      const secret = newSecret('credential');
      return { record: await change(name, { secretHash: hashSecret(secret) }), secret };
    },
    remove: (name) => commit(async (step) => deleteCredential(step, (await findOwn(step, name)).id, now())),
  };
}
