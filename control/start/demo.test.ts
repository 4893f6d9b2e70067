import { readFileSync, rmSync, statSync } from 'node:fs';
import { hashSecret } from '@atlantic/contract/secret.ts';
import { describe, expect, it } from 'vitest';
import { changeCredential, deleteCredential, findCredential, listCredentials } from '../feature/credential/store.ts';
import { addCredential, TEST_TIME, testDatabase } from '../fixture/database.ts';
import { temporaryFolder } from '../fixture/folder.ts';
import { ensureDemo, usableDemoFile } from './demo.ts';

async function firstStart() {
  const db = await testDatabase();
  const data = temporaryFolder();
  await ensureDemo(db, data, TEST_TIME);
  return { db, data, file: `${data}/demo-credential`, demo: await findCredential(db, 'demo') };
}

describe('the demo credential', () => {
  it('is made in the first start with 1 GiB and a file that opens the door', async () => {
    const { db, data, file, demo } = await firstStart();
    expect(demo).toMatchObject({ username: 'demo', managed: 'api', quota: { bytes: 1_073_741_824, requests: null } });
    const [username, secret] = readFileSync(file, 'utf8').trim().split(':');
    expect(username).toBe('demo');
    expect(hashSecret(secret ?? '')).toBe(demo.secretHash);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await usableDemoFile(db, data)).toBe(file);
  });

  it('does not come back once it was deleted', async () => {
    const { db, data, demo } = await firstStart();
    await deleteCredential(db, demo.id, TEST_TIME);
    await ensureDemo(db, data, TEST_TIME);
    expect(await listCredentials(db)).toEqual([]);
    expect(await usableDemoFile(db, data)).toBeNull();
  });

  it('is not offered while it is paused, used up, rotated, or its file lost', async () => {
    for (const change of [{ paused: true }, { quotaBytes: 0 }, { secretHash: 'f'.repeat(64) }]) {
      const { db, data, demo } = await firstStart();
      await changeCredential(db, demo.id, change);
      expect(await usableDemoFile(db, data)).toBeNull();
    }
    const { db, data, file } = await firstStart();
    rmSync(file);
    expect(await usableDemoFile(db, data)).toBeNull();
  });

  it('leaves a credential of that name alone', async () => {
    const db = await testDatabase();
    const data = temporaryFolder();
    const own = await addCredential(db, 'demo');
    await ensureDemo(db, data, TEST_TIME);
    expect(await listCredentials(db)).toEqual([own]);
    expect(await usableDemoFile(db, data)).toBeNull();
  });
});
