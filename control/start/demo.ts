/** The demo credential: what the first start prints a line for, so that a stranger's first request works. */
import { join } from 'node:path';
import { DEFAULT_ACCOUNT } from '@atlantic/contract/api.ts';
import { hashSecret, newSecret } from '@atlantic/contract/secret.ts';
import type { Database } from '../db/schema.ts';
import { stateOf } from '../feature/credential/rules.ts';
import { insertCredential, listCredentials } from '../feature/credential/store.ts';
import { readSecretFile, writeSecretFile } from './secret-file.ts';
import { readSetting, writeSetting } from './store.ts';

const NAME = 'demo';
const QUOTA_BYTES = 1024 ** 3;
/** Holds the credential's id, or nothing when the name belonged to somebody else; present once the first start is over. */
const SETTING = 'demo_credential';

const fileOf = (data: string): string => join(data, 'demo-credential');

/**
 * Makes the demo credential in the first start ever, with `DATA/demo-credential` (0600, `USERNAME:SECRET`), unless the
 * configuration declares one of that name. The file comes first: after a crash in between, the next start writes it anew.
 */
export async function ensureDemo(db: Database, data: string, now: number): Promise<void> {
  if ((await readSetting(db, SETTING)) !== undefined) return;
  const taken = (await listCredentials(db)).some((record) => record.name === NAME || record.username === NAME);
  if (taken) return writeSetting(db, SETTING, '');
  const secret = newSecret('credential');
  writeSecretFile(fileOf(data), `${NAME}:${secret}`);
  await db.transaction().execute(async (step) => {
    const own = { name: NAME, account: DEFAULT_ACCOUNT, quotaBytes: QUOTA_BYTES };
    const record = await insertCredential(step, { ...own, secretHash: hashSecret(secret), managed: 'api' }, now);
    await writeSetting(step, SETTING, record.id);
  });
}

/** The demo credential's file while it still opens the door: not deleted, paused, used up or rotated. Else null. */
export async function usableDemoFile(db: Database, data: string): Promise<string | null> {
  const id = await readSetting(db, SETTING);
  const record = (await listCredentials(db)).find((candidate) => candidate.id === id);
  if (!record || stateOf(record) !== 'active') return null;
  const [username, secret] = (readSecretFile(fileOf(data)) ?? '').split(':');
  const opens = username === record.username && secret !== undefined && hashSecret(secret) === record.secretHash;
  return opens ? fileOf(data) : null;
}
