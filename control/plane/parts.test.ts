import { readConfig } from '@atlantic/contract/config/read.ts';
import { describe, expect, it } from 'vitest';
import { deleteCredential } from '../feature/credential/store.ts';
import { addCredential, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { partsReader } from './parts.ts';
import { fixedParts, type PartSources } from './snapshot.ts';

const sources: PartSources = {
  cores: 1,
  resolve: (reference) => reference,
  find: () => {
    throw new Error('no pool names a provider');
  },
  directory: '/',
};

describe('the parts of a snapshot', () => {
  it('change where the credentials change, and only there', async () => {
    const db = await testDatabase();
    const read = readConfig('', 'atlantic.yaml');
    if (!('config' in read)) throw new Error('the defaults are refused');
    const parts = partsReader(db, fixedParts(read.config, sources));
    const empty = await parts();
    const { id } = await addCredential(db, 'alpha');
    const one = await parts();
    expect(JSON.parse(one.credentials.text)).toMatchObject([{ id, name: 'alpha', username: 'alpha', paused: false }]);
    expect({ ...one, credentials: empty.credentials }).toEqual(empty);
    await deleteCredential(db, id, TEST_TIME);
    expect(await parts()).toEqual(empty);
  });
});
