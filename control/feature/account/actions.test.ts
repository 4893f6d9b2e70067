import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { accountActions } from './actions.ts';
import { insertAccount, listAccounts } from './store.ts';

async function actor() {
  const db = await testDatabase();
  const published: string[][] = [];
  const recalled: string[] = [];
  const actions = accountActions({
    db,
    now: () => TEST_TIME,
    publish: async () => void published.push((await listAccounts(db)).map(({ name }) => name)),
    recall: (ids) => void recalled.push(...ids),
  });
  return { db, actions, published, recalled };
}

describe('what may be done to accounts', () => {
  it('publishes each change after its commit', async () => {
    const { actions, published } = await actor();
    await actions.create({ name: 'shop' });
    await actions.update('shop', { concurrency: 4 });
    await actions.remove('shop');
    expect(published).toEqual([['default', 'shop'], ['default', 'shop'], ['default']]);
  });

  it('asks for the grants of its credentials back when a quota changes', async () => {
    const { db, actions, recalled } = await actor();
    await actions.create({ name: 'shop' });
    const { id } = await addCredential(db, 'alpha', { bytes: null, requests: null }, 'shop');
    await addCredential(db, 'other');
    await actions.update('shop', { concurrency: 4 });
    expect(recalled).toEqual([]);
    await actions.update('shop', { quotaBytes: 10 });
    expect(recalled).toEqual([id]);
  });

  it('deletes none that has credentials, and never the default one', async () => {
    const { db, actions, published } = await actor();
    await actions.create({ name: 'shop' });
    await addCredential(db, 'alpha', { bytes: null, requests: null }, 'shop');
    await expect(actions.remove('shop')).rejects.toMatchObject({ code: 'account_in_use' });
    await expect(actions.remove('default')).rejects.toMatchObject({ code: 'account_in_use' });
    expect(published).toHaveLength(1);
  });

  it('leaves alone what the file declares', async () => {
    const { db, actions, published } = await actor();
    await insertAccount(db, { name: 'fixed', managed: 'file' }, TEST_TIME);
    await expect(actions.create({ name: 'fixed' })).rejects.toMatchObject({ code: 'name_taken' });
    await expect(actions.update('fixed', { concurrency: 1 })).rejects.toMatchObject({ code: 'managed_by_file' });
    await expect(actions.remove('fixed')).rejects.toMatchObject({ code: 'managed_by_file' });
    await expect(actions.remove('nobody')).rejects.toMatchObject({ code: 'not_found' });
    expect(published).toEqual([]);
  });
});
