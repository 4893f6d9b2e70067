import { readConfig } from '@atlantic/contract/config/read.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import { partSchemas } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { deleteCredential } from '../feature/credential/store.ts';
import { removeImported, saveImported } from '../feature/endpoint/store.ts';
import { addCredential, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { partsReader } from './parts.ts';
import { fixedParts, type PartSources } from './snapshot.ts';

const supply = { keyHash: 'a'.repeat(64), shipped: [] };

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
    const fixed = fixedParts(read.config, sources);
    const parts = partsReader(db, () => fixed, supply);
    const empty = await parts();
    const { id } = await addCredential(db, 'alpha');
    const one = await parts();
    expect(JSON.parse(one.credentials.text)).toMatchObject([{ id, name: 'alpha', username: 'alpha', paused: false }]);
    expect({ ...one, credentials: empty.credentials }).toEqual(empty);
    await deleteCredential(db, id, TEST_TIME);
    expect(await parts()).toEqual(empty);
  });

  it('have what was imported in their pools, and what the file declares only once', async () => {
    const db = await testDatabase();
    const yaml = 'pools: [{ name: up, kind: list, endpoints: ["http://u:file@a.example:1"] }]\nroutes: [{ pool: up }]';
    const read = readConfig(yaml, 'atlantic.yaml');
    if (!('config' in read)) throw new Error('the file is refused');
    const fixed = fixedParts(read.config, sources);
    const parts = partsReader(db, () => fixed, supply);
    const before = await parts();
    const endpoint = (host: string, password: string) => {
      const url = { kind: 'http' as const, host, port: 1, username: 'u', password };
      return endpointOf('up', url);
    };
    await saveImported(db, 'up', [endpoint('a.example', 'list'), endpoint('b.example', 'list')], TEST_TIME);
    const after = await parts();
    expect({ ...after, pools: before.pools }).toEqual(before);
    const [{ endpoints }] = JSON.parse(after.pools.text);
    expect(endpoints).toEqual([endpoint('a.example', 'file'), endpoint('b.example', 'list')]);
    expect(partSchemas.pools.parse(JSON.parse(after.pools.text))[0]?.name).toBe('up');
    await removeImported(db, 'up', [endpoint('b.example', '').id]);
    expect(await parts()).toEqual(before);
  });
});
