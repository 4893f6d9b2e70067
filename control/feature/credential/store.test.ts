import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import {
  changeCredential,
  deleteCredential,
  findCredential,
  insertCredential,
  listCredentials,
  restoreCredential,
} from './store.ts';

const declared = {
  name: 'alpha',
  secretHash: 'b'.repeat(64),
  managed: 'file' as const,
  account: 'default',
  quotaBytes: 9,
};

describe('the store of credentials', () => {
  it('lists by name and finds', async () => {
    const db = await testDatabase();
    const beta = await addCredential(db, 'beta');
    const alpha = await addCredential(db, 'alpha', { bytes: 5, requests: 6 });
    expect(await listCredentials(db)).toEqual([alpha, beta]);
    expect(await findCredential(db, 'alpha')).toEqual(alpha);
    await expect(findCredential(db, 'gamma')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gives each its own id and user name', async () => {
    const db = await testDatabase();
    const made = [await addCredential(db, 'a b'), await addCredential(db, 'a.b'), await addCredential(db, 'A B')];
    expect(made.map((record) => record.username)).toEqual(['a_b', 'a_b_2', 'a_b_3']);
    expect(new Set(made.map((record) => record.id)).size).toBe(3);
    await expect(addCredential(db, 'a b')).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('changes what is named and nothing else', async () => {
    const db = await testDatabase();
    const { id, ...before } = await addCredential(db, 'alpha', { bytes: 5, requests: 6 });
    await changeCredential(db, id, { paused: true, quotaBytes: null });
    const after = { ...before, paused: true, quota: { bytes: null, requests: 6 } };
    expect(await findCredential(db, 'alpha')).toEqual({ id, ...after });
    await changeCredential(db, id, {});
    expect(await findCredential(db, 'alpha')).toEqual({ id, ...after });
  });

  it('frees the name of a deleted one', async () => {
    const db = await testDatabase();
    const old = await addCredential(db, 'alpha');
    await deleteCredential(db, old.id, TEST_TIME);
    const fresh = await addCredential(db, 'alpha');
    expect(fresh.username).toBe('alpha');
    expect(await listCredentials(db)).toEqual([fresh]);
  });

  it('brings back only what the file declared', async () => {
    const db = await testDatabase();
    const api = await addCredential(db, 'alpha');
    await deleteCredential(db, api.id, TEST_TIME);
    expect(await restoreCredential(db, declared)).toBeUndefined();
    const file = await insertCredential(db, declared, TEST_TIME);
    await deleteCredential(db, file.id, TEST_TIME + 1);
    await addCredential(db, 'ALPHA');
    expect(await restoreCredential(db, declared)).toEqual({ ...file, username: 'alpha_2' });
  });
});
