import { describe, expect, it } from 'vitest';
import { deleteCredential } from '../feature/credential/store.ts';
import { addCredential, addPlane, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { readFunds, readHoldings, readOutstanding, saveGranted } from './grant-store.ts';
import { openEpoch } from './store.ts';
import { charge } from './usage-store.ts';

describe('the store of grants', () => {
  it('reads what credentials that are there can spend', async () => {
    const db = await testDatabase();
    const alpha = await addCredential(db, 'alpha', { bytes: 100, requests: null });
    const gone = await addCredential(db, 'gone');
    await deleteCredential(db, gone.id, TEST_TIME);
    const used = { bytes: 0, requests: 0 };
    expect([...(await readFunds(db, [alpha.id, gone.id, 'unknown']))]).toEqual([
      [
        alpha.id,
        {
          own: { quota: { bytes: 100, requests: null }, used },
          account: { id: 'default', quota: { bytes: null, requests: null }, used },
        },
      ],
    ]);
  });

  it('adds up what may still be spent, of deleted credentials too, and of nobody below nothing', async () => {
    const db = await testDatabase();
    await addPlane(db, 'here');
    const ids: string[] = [];
    for (const name of ['alpha', 'beta', 'gone']) ids.push((await addCredential(db, name)).id);
    const [alpha = '', beta = '', gone = ''] = ids;
    for (const epoch of ['epoch001', 'epoch002']) {
      await openEpoch(db, { plane: 'here', epoch });
      await saveGranted(db, { plane: 'here', epoch }, alpha, { bytes: 50, requests: 1 });
      await saveGranted(db, { plane: 'here', epoch }, gone, { bytes: 7, requests: 0 });
    }
    await charge(db, { plane: 'here', epoch: 'epoch001' }, alpha, { bytes: 80, requests: 0 });
    await charge(db, { plane: 'here', epoch: 'epoch001' }, beta, { bytes: 9, requests: 9 });
    await deleteCredential(db, gone, TEST_TIME);
    const rows = await readOutstanding(db, ['default']);
    expect(new Map(rows.map(({ credential, outstanding }) => [credential, outstanding]))).toEqual(
      new Map([
        [alpha, { bytes: 50, requests: 2 }],
        [gone, { bytes: 14, requests: 0 }],
      ]),
    );
    expect(await readOutstanding(db, [])).toEqual([]);
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
