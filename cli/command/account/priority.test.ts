import { expect, it } from 'vitest';
import { account } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const answers = { 'PATCH /accounts/shop': { body: { ...account, priority: -5 } } };
const update = (priority: string) => atlantic(['account', 'update', 'shop', '--priority', priority], answers);

it('is sent, and said', async () => {
  const { out, asked } = await update('-5');
  expect(asked).toEqual(['PATCH /accounts/shop', { priority: -5 }]);
  expect(out).toBe('shop may now do: 1 GiB, 20 at once. Its priority is -5.');
});

it.each(['101', '1.5', 'high', ''])('is not %j', async (text) => {
  const { code, err, asked } = await update(text);
  expect([code, asked, err]).toEqual([2, [], expect.stringContaining('from -100 to 100')]);
});
