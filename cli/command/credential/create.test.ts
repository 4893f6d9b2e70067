import { expect, it } from 'vitest';
import { withSecret } from '../../fixture/answer.ts';
import { atlantic, problem } from '../../fixture/shell.ts';

const answers = { 'POST /credentials': { status: 201, body: withSecret } };

it('sends the name and the quotas', async () => {
  const args = ['credential', 'create', '--name', 'my app', '--quota-bytes', '1GiB', '--quota-requests', '100'];
  const { code, asked } = await atlantic(args, answers);
  expect(code).toBe(0);
  expect(asked).toEqual(['POST /credentials', { name: 'my app', quotaBytes: 1073741824, quotaRequests: 100 }]);
});

it('names the account when there is one to name', async () => {
  const { asked } = await atlantic(['credential', 'create', 'a', '--account', 'shop'], answers);
  expect(asked).toEqual(['POST /credentials', { name: 'a', account: 'shop' }]);
});

it('shows the secret, once, and how to make another', async () => {
  const { out } = await atlantic(['credential', 'create', 'my app'], answers);
  expect(out).toBe(`Created my app.
  username   my_app
  secret     atl_c_secret
  limits     1 GiB
The secret is shown only now. Make a new one with: atlantic credential rotate 'my app'`);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['credential', 'create', '--name', 'my app', '--json'], answers);
  expect(JSON.parse(out)).toEqual(withSecret);
});

it('fails when the name is taken', async () => {
  const { code, err } = await atlantic(['credential', 'create', 'a'], {
    'POST /credentials': problem(409, 'name_taken'),
  });
  expect([code, err]).toEqual([1, expect.stringContaining('That name is already in use. (name_taken)')]);
});
