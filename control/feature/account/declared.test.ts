import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { applyDeclaredAccounts, type DeclaredAccount, dropUndeclaredAccounts } from './declared.ts';
import { findAccount, insertAccount, listAccounts } from './store.ts';

const NONE = { bytes: null, requests: null };

async function files() {
  const db = await testDatabase();
  const apply = async (...declared: DeclaredAccount[]) => {
    await applyDeclaredAccounts(db, declared, TEST_TIME);
    await dropUndeclaredAccounts(db, declared, TEST_TIME);
  };
  const names = async () => (await listAccounts(db)).map(({ name, managed }) => `${name} ${managed}`);
  return { db, apply, names };
}

describe('accounts of the configuration file', () => {
  it('are added, changed and deleted with the file, and come back with what they have used', async () => {
    const { db, apply, names } = await files();
    await apply({ name: 'shop', quotaBytes: 10 }, { name: 'lab' });
    expect(await names()).toEqual(['default api', 'lab file', 'shop file']);
    await db.updateTable('account').set({ used_bytes: 6 }).where('name', '=', 'shop').execute();
    await apply({ name: 'lab', concurrency: 2 });
    expect(await names()).toEqual(['default api', 'lab file']);
    await apply({ name: 'shop', quotaBytes: 20 });
    expect(await findAccount(db, 'shop')).toMatchObject({ quota: { bytes: 20 }, used: { bytes: 6 } });
  });

  it('limit the default account for as long as the file says so', async () => {
    const { db, apply, names } = await files();
    await apply({ name: 'default', quotaRequests: 5, deny: ['*.example'] });
    expect(await names()).toEqual(['default file']);
    await apply();
    expect(await findAccount(db, 'default')).toMatchObject({ managed: 'api', quota: NONE, targets: { deny: [] } });
  });

  it('are left to the API when they have credentials the file does not know', async () => {
    const { db, apply, names } = await files();
    await apply({ name: 'shop', quotaBytes: 10 });
    await addCredential(db, 'alpha', NONE, 'shop');
    await apply();
    expect(await names()).toEqual(['default api', 'shop api']);
  });

  it('do not take the names of the API’s', async () => {
    const { db, apply } = await files();
    await insertAccount(db, { name: 'shop', managed: 'api' }, TEST_TIME);
    await expect(apply({ name: 'shop' })).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
