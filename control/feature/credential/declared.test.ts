import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { applyDeclaredCredentials, type DeclaredCredential } from './declared.ts';
import { listCredentials } from './store.ts';

const declare = (name: string, letter: string, bytes: number | null = null): DeclaredCredential => ({
  name,
  secretHash: letter.repeat(64),
  account: 'default',
  quotaBytes: bytes,
  quotaRequests: null,
});

describe('credentials of the configuration file', () => {
  it('are added, changed and deleted with the file', async () => {
    const db = await testDatabase();
    await applyDeclaredCredentials(db, [declare('alpha', 'a'), declare('beta', 'b', 100)], TEST_TIME);
    const [alpha, beta] = await listCredentials(db);
    expect([alpha?.managed, beta?.quota.bytes]).toEqual(['file', 100]);

    await applyDeclaredCredentials(db, [declare('beta', 'c', 50)], TEST_TIME);
    expect(await listCredentials(db)).toEqual([
      { ...beta, secretHash: 'c'.repeat(64), quota: { bytes: 50, requests: null } },
    ]);
  });

  it('come back with what they have used', async () => {
    const db = await testDatabase();
    await applyDeclaredCredentials(db, [declare('alpha', 'a', 100)], TEST_TIME);
    await db.updateTable('credential').set({ used_bytes: 60 }).execute();
    await applyDeclaredCredentials(db, [], TEST_TIME);
    expect(await listCredentials(db)).toEqual([]);
    await applyDeclaredCredentials(db, [declare('alpha', 'd', 200)], TEST_TIME);
    expect(await listCredentials(db)).toMatchObject([
      { secretHash: 'd'.repeat(64), quota: { bytes: 200 }, used: { bytes: 60 } },
    ]);
  });

  it('leave those of the API alone, and do not take their names', async () => {
    const db = await testDatabase();
    const own = await addCredential(db, 'alpha');
    await applyDeclaredCredentials(db, [], TEST_TIME);
    expect(await listCredentials(db)).toEqual([own]);
    const wanted = [declare('beta', 'b'), declare('alpha', 'a')];
    const clash = db.transaction().execute((step) => applyDeclaredCredentials(step, wanted, TEST_TIME));
    await expect(clash).rejects.toMatchObject({ code: 'config_invalid', detail: expect.stringContaining('"alpha"') });
    expect(await listCredentials(db)).toEqual([own]);
  });
});
