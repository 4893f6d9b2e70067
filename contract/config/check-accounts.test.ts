import { expect, it } from 'vitest';
import { checkAccounts } from './check-accounts.ts';
import { openSource } from './yaml-source.ts';

it('knows the accounts of the file, and the default one', () => {
  const text = 'accounts: [{ name: shop }]\ncredentials:\n  - account: shop\n  - account: default\n  - account: shp\n';
  expect(checkAccounts(openSource(text, 'a.yaml'))).toMatchObject([
    {
      line: 5,
      key: 'credentials[2].account',
      message: 'is not an account of this file; there are default, shop',
      nearest: 'shop',
    },
  ]);
});
