import { expect, it } from 'vitest';
import { account } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const answers = { 'PATCH /accounts/shop': { body: account } };

it('sends what changes and says what may be done now', async () => {
  const { code, asked, out } = await atlantic(
    ['account', 'update', 'shop', '--rate', 'none', '--only', 'none'],
    answers,
  );
  expect([code, out]).toEqual([0, 'shop may now do: 1 GiB, 20 at once.']);
  expect(asked).toEqual(['PATCH /accounts/shop', { rate: null, only: [] }]);
});

it('needs something to change', async () => {
  const { code, err, asked } = await atlantic(['account', 'update', 'shop'], answers);
  expect([code, asked, err]).toEqual([2, [], expect.stringContaining('nothing to change')]);
});
