/** Makes the database agree with the credentials that `atlantic.yaml` declares. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Database } from '../../db/schema.ts';
import type { NewCredential } from './store.ts';
import { changeCredential, deleteCredential, insertCredential, listCredentials, restoreCredential } from './store.ts';

export type DeclaredCredential = Omit<NewCredential, 'managed'>;

/**
 * Adds, changes and brings back what the file declares, and deletes what it no longer does; all of it or, when it
 * throws, nothing. Throws `config_invalid` when a declared name belongs to a credential made through the API.
 */
export async function applyDeclared(db: Database, declared: readonly DeclaredCredential[], now: number): Promise<void> {
  await db.transaction().execute(async (step) => {
    const present = new Map((await listCredentials(step)).map((record) => [record.name, record]));
    for (const wanted of declared) {
      const own = { ...wanted, managed: 'file' as const };
      const known = present.get(wanted.name);
      if (known?.managed === 'api') {
        const detail = `credentials: "${wanted.name}" was made through the API; delete it there or choose another name.`;
        throw new AtlanticError('config_invalid', { detail });
      }
      const record = known ?? (await restoreCredential(step, own)) ?? (await insertCredential(step, own, now));
      const { bytes: quotaBytes, requests: quotaRequests } = wanted.quota;
      await changeCredential(step, record.id, {
        quotaBytes,
        quotaRequests,
        secretHash: wanted.secretHash,
        allowFrom: wanted.allowFrom ?? [],
      });
    }
    const names = new Set(declared.map((wanted) => wanted.name));
    for (const record of present.values()) {
      if (record.managed === 'file' && !names.has(record.name)) await deleteCredential(step, record.id, now);
    }
  });
}
