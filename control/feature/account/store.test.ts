import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { deleteCredential } from '../credential/store.ts';
import {
  changeAccount,
  credentialsOf,
  deleteAccount,
  findAccount,
  insertAccount,
  listAccounts,
  restoreAccount,
} from './store.ts';

const NONE = { bytes: null, requests: null };
const shop = { name: 'shop', managed: 'file' as const, quotaBytes: 9, deny: ['*.example'] };

describe('the store of accounts', () => {
  it('begins with the default account', async () => {
    const db = await testDatabase();
    expect(await listAccounts(db)).toMatchObject([{ id: 'default', name: 'default', managed: 'api', quota: NONE }]);
  });

  it('keeps what is put in, and changes only what is named', async () => {
    const db = await testDatabase();
    const made = await insertAccount(db, { ...shop, rate: { perSecond: 5 } }, TEST_TIME);
    expect(made).toMatchObject({
      quota: { bytes: 9, requests: null },
      limits: { rate: { perSecond: 5, burst: 5 }, concurrency: null },
      targets: { deny: ['*.example'], only: [] },
      credentials: 0,
    });
    await changeAccount(db, made.id, { concurrency: 3, only: ['a.example'], priority: -2 });
    await changeAccount(db, made.id, {});
    expect(await findAccount(db, 'shop')).toEqual({
      ...made,
      limits: { rate: { perSecond: 5, burst: 5 }, concurrency: 3 },
      targets: { deny: ['*.example'], only: ['a.example'] },
      priority: -2,
    });
    await expect(insertAccount(db, shop, TEST_TIME)).rejects.toMatchObject({ code: 'name_taken' });
    await expect(findAccount(db, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('counts the credentials that are there', async () => {
    const db = await testDatabase();
    const { id } = await insertAccount(db, shop, TEST_TIME);
    const kept = await addCredential(db, 'kept', NONE, 'shop');
    const gone = await addCredential(db, 'gone', NONE, 'shop');
    await addCredential(db, 'other');
    await deleteCredential(db, gone.id, TEST_TIME);
    expect((await findAccount(db, 'shop')).credentials).toBe(1);
    expect(await credentialsOf(db, id)).toEqual([kept.id]);
  });

  it('brings back only what the file declared', async () => {
    const db = await testDatabase();
    const api = await insertAccount(db, { ...shop, managed: 'api' }, TEST_TIME);
    await deleteAccount(db, api.id, TEST_TIME);
    expect(await restoreAccount(db, 'shop')).toBeUndefined();
    const file = await insertAccount(db, shop, TEST_TIME);
    await deleteAccount(db, file.id, TEST_TIME);
    expect(await restoreAccount(db, 'shop')).toEqual(file);
  });
});
