/** A configuration as control uses it: secrets looked up, parts made. And the step that makes the database agree with it. */
import { dirname } from 'node:path';
import type { GoodConfig } from '@atlantic/contract/config/read.ts';
import { resolveSecret } from '@atlantic/contract/config/secret-reference.ts';
import { hashSecret } from '@atlantic/contract/secret.ts';
import type { Database } from '../db/schema.ts';
import { applyDeclaredAccounts, type DeclaredAccount, dropUndeclaredAccounts } from '../feature/account/declared.ts';
import { applyDeclaredCredentials, type DeclaredCredential } from '../feature/credential/declared.ts';
import { refuseTakenFeeds } from '../feature/feed/declared.ts';
import { type FixedParts, fixedParts } from '../plane/snapshot.ts';
import { foundProvider } from './provider.ts';

export interface DeclaredConfig {
  readonly read: GoodConfig;
  readonly fixed: FixedParts;
  readonly accounts: readonly DeclaredAccount[];
  readonly credentials: readonly DeclaredCredential[];
}

/**
 * `cores` stands in for `egress.workers: 0`. Throws `config_invalid`, and an Error that names a secret's place where the
 * secret cannot be had.
 */
export function declaredConfig(read: GoodConfig, cores: number): DeclaredConfig {
  const { config, file } = read;
  const directory = dirname(file);
  const resolve = (reference: string) => resolveSecret(reference, directory);
  const find = (name: string) => foundProvider(name, directory);
  return {
    read,
    fixed: fixedParts(config, { cores, resolve, find, directory }),
    accounts: config.accounts.map(({ targets, ...account }) => ({ ...account, ...targets })),
    credentials: config.credentials.map(({ secret, ...credential }) => ({
      ...credential,
      secretHash: hashSecret(resolve(secret)),
    })),
  };
}

/** Makes the database agree, within a transaction of the caller. Throws `config_invalid` where a name is the API's. */
export async function applyDeclared(step: Database, declared: DeclaredConfig, now: number): Promise<void> {
  const { accounts, credentials, fixed } = declared;
  await refuseTakenFeeds(step, fixed.supply?.feeds ?? []);
  await applyDeclaredAccounts(step, accounts, now);
  await applyDeclaredCredentials(step, credentials, now);
  await dropUndeclaredAccounts(step, accounts, now);
}
