import { describe, expect, it } from 'vitest';
import { deleteCredential } from '../feature/credential/store.ts';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { readAccounts, readHoldings, saveGranted } from './grant-store.ts';
import { openEpoch } from './store.ts';

describe('the store of grants', () => {
  it('reads the accounts of credentials that are there', async () => {
    const db = await testDatabase();
    const alpha = await addCredential(db, 'alpha', { bytes: 100, requests: null });
    const gone = await addCredential(db, 'gone');
    await deleteCredential(db, gone.id, TEST_TIME);
    const accounts = await readAccounts(db, [alpha.id, gone.id, 'unknown']);
    expect([...accounts]).toEqual([
      [alpha.id, { quota: { bytes: 100, requests: null }, used: { bytes: 0, requests: 0 } }],
    ]);
  });

  it('keeps one total for each epoch', async () => {
    const db = await testDatabase();
    const { id } = await addCredential(db, 'alpha');
    await addPlane(db, 'here');
    for (const epoch of ['epoch001', 'epoch002']) {
      await openEpoch(db, { plane: 'here', epoch });
      await saveGranted(db, { plane: 'here', epoch }, id, { bytes: 5, requests: 1 });
    }
    await saveGranted(db, { plane: 'here', epoch: 'epoch002' }, id, { bytes: 9, requests: 2 });
    const used = { bytes: 0, requests: 0 };
    expect(await readHoldings(db, [id])).toEqual([
      { plane: 'here', epoch: 'epoch001', credential: id, granted: { bytes: 5, requests: 1 }, used },
      { plane: 'here', epoch: 'epoch002', credential: id, granted: { bytes: 9, requests: 2 }, used },
    ]);
  });
});
