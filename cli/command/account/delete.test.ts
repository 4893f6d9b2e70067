import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

it('deletes', async () => {
  const { code, out, asked } = await atlantic(['account', 'delete', 'shop'], {
    'DELETE /accounts/shop': { status: 204 },
  });
  expect([code, out, asked]).toEqual([0, 'Deleted shop.', ['DELETE /accounts/shop']]);
});

it('fails while the account has credentials', async () => {
  const answers = { 'DELETE /accounts/shop': problem(409, 'account_in_use') };
  const { code, err } = await atlantic(['account', 'delete', 'shop'], answers);
  expect([code, err]).toEqual([1, expect.stringContaining('account_in_use')]);
});
