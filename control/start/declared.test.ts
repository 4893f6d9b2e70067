import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@atlantic/contract/config/read.ts';
import { hashSecret } from '@atlantic/contract/secret.ts';
import { expect, it } from 'vitest';
import { listAccounts } from '../feature/account/store.ts';
import { listCredentials } from '../feature/credential/store.ts';
import { TEST_TIME, testDatabase } from '../fixture/database.ts';
import { temporaryFolder } from '../fixture/folder.ts';
import { applyDeclared, declaredConfig } from './declared.ts';

it('looks secrets up beside the file, and makes the database agree', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'secret'), 'a secret of the file\n');
  const yaml = `
accounts: [{ name: shop, quotaBytes: 5, targets: { deny: [a.example] } }]
credentials: [{ name: alpha, secret: 'file:secret', account: shop }]`;
  const read = readConfig(yaml, join(folder, 'atlantic.yaml'));
  if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
  const declared = declaredConfig(read, 3);
  expect(declared.fixed.egress.workers).toBe(3);
  expect(declared.credentials).toMatchObject([{ name: 'alpha', secretHash: hashSecret('a secret of the file') }]);
  expect(JSON.stringify(declared.credentials)).not.toContain('a secret of the file');

  const db = await testDatabase();
  await applyDeclared(db, declared, TEST_TIME);
  await applyDeclared(db, declared, TEST_TIME);
  expect(await listCredentials(db)).toMatchObject([{ name: 'alpha', managed: 'file', account: { name: 'shop' } }]);
  expect(await listAccounts(db)).toMatchObject([
    { name: 'default' },
    { name: 'shop', targets: { deny: ['a.example'] } },
  ]);
});
