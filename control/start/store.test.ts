import { describe, expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../fixture/database.ts';
import { apiKeyHashes, findApiKeyHash, readSetting, saveApiKeyHash, writeSetting } from './store.ts';

describe('settings', () => {
  it('keep the last value', async () => {
    const db = await testDatabase();
    expect(await readSetting(db, 'version')).toBeUndefined();
    await writeSetting(db, 'version', '1');
    await writeSetting(db, 'version', '2');
    expect(await readSetting(db, 'version')).toBe('2');
  });
});

describe('API keys', () => {
  it('are replaced by name and all may come in', async () => {
    const db = await testDatabase();
    await saveApiKeyHash(db, 'operator', 'one', TEST_TIME);
    await saveApiKeyHash(db, 'operator', 'two', TEST_TIME);
    await saveApiKeyHash(db, 'robot', 'three', TEST_TIME);
    expect(await findApiKeyHash(db, 'operator')).toBe('two');
    expect(await findApiKeyHash(db, 'nobody')).toBeUndefined();
    expect([...(await apiKeyHashes(db))].sort()).toEqual(['three', 'two']);
  });
});
