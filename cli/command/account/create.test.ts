import { expect, it } from 'vitest';
import { account } from '../../fixture/answer.ts';
import { atlantic, problem } from '../../fixture/shell.ts';

const answers = { 'POST /accounts': { status: 201, body: account } };

it('sends the name, the limits and the targets, and says what comes next', async () => {
  const limits = ['--quota-bytes', '1GiB', '--concurrency', '20', '--deny', '*.a.example', 'b.example'];
  const { code, asked, out } = await atlantic(['account', 'create', 'shop', ...limits], answers);
  expect(code).toBe(0);
  expect(asked).toEqual([
    'POST /accounts',
    { name: 'shop', quotaBytes: 1073741824, concurrency: 20, deny: ['*.a.example', 'b.example'] },
  ]);
  expect(out).toBe(`Created shop, which may do: 1 GiB, 20 at once.
Give it credentials with: atlantic credential create --account shop --name NAME`);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['account', 'create', '--name', 'shop', '--json'], answers);
  expect(JSON.parse(out)).toEqual(account);
});

it('fails when the name is taken', async () => {
  const { code, err } = await atlantic(['account', 'create', 'a'], { 'POST /accounts': problem(409, 'name_taken') });
  expect([code, err]).toEqual([1, expect.stringContaining('name_taken')]);
});
