import { secretMatches } from '@atlantic/contract/secret.ts';
import { describe, expect, it } from 'vitest';
import { addCredential, TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { credentialActions } from './actions.ts';
import { findCredential, insertCredential, listCredentials } from './store.ts';

async function actor() {
  const db = await testDatabase();
  const published: string[][] = [];
  const recalled: string[] = [];
  const actions = credentialActions({
    db,
    now: () => TEST_TIME,
    // Reads what is committed: a publication before the commit would not see the change.
    publish: async () => void published.push((await listCredentials(db)).map((record) => record.name)),
    recall: (id) => void recalled.push(id),
  });
  return { db, actions, published, recalled };
}

describe('what may be done to credentials', () => {
  it('publishes each change after its commit', async () => {
    const { actions, published } = await actor();
    await actions.create({ name: 'alpha' });
    await actions.update('alpha', { paused: true });
    await actions.rotate('alpha');
    await actions.remove('alpha');
    expect(published).toEqual([['alpha'], ['alpha'], ['alpha'], []]);
  });

  it('gives secrets that fit, and kills the old one on rotation', async () => {
    const { db, actions } = await actor();
    const made = await actions.create({ name: 'alpha', quotaBytes: 7 });
    expect(made.record.quota).toEqual({ bytes: 7, requests: null });
    expect(secretMatches(made.secret, made.record.secretHash)).toBe(true);
    const turned = await actions.rotate('alpha');
    const { secretHash } = await findCredential(db, 'alpha');
    expect(secretMatches(turned.secret, secretHash)).toBe(true);
    expect(secretMatches(made.secret, secretHash)).toBe(false);
  });

  it('asks the planes for grants back when a quota changes', async () => {
    const { db, actions, recalled } = await actor();
    const { id } = await addCredential(db, 'alpha', { bytes: 1000, requests: null });
    await actions.update('alpha', { paused: false });
    expect(recalled).toEqual([]);
    await actions.update('alpha', { quotaBytes: 10 });
    expect(recalled).toEqual([id]);
  });

  it('publishes nothing that failed', async () => {
    const { db, actions, published } = await actor();
    const file = { name: 'fixed', account: 'default', secretHash: 'a'.repeat(64), managed: 'file' as const };
    await insertCredential(db, file, TEST_TIME);
    await expect(actions.create({ name: 'fixed' })).rejects.toMatchObject({ code: 'name_taken' });
    await expect(actions.update('fixed', { paused: true })).rejects.toMatchObject({ code: 'managed_by_file' });
    await expect(actions.rotate('fixed')).rejects.toMatchObject({ code: 'managed_by_file' });
    await expect(actions.remove('fixed')).rejects.toMatchObject({ code: 'managed_by_file' });
    await expect(actions.create({ name: 'lost', account: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(actions.remove('nobody')).rejects.toMatchObject({ code: 'not_found' });
    expect(published).toEqual([]);
  });

  it('makes one credential of two that ask for a name at the same time', async () => {
    const { db, actions } = await actor();
    const both = await Promise.allSettled([actions.create({ name: 'alpha' }), actions.create({ name: 'alpha' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listCredentials(db)).toHaveLength(1);
  });
});
