import { expect, it } from 'vitest';
import { credential } from '../../fixture/answer.ts';
import { atlantic, problem } from '../../fixture/shell.ts';

const answers = { 'PATCH /credentials/a': { body: credential } };

it('says what may be spent now', async () => {
  const { code, out } = await atlantic(['credential', 'update', 'a', '--quota-bytes', '1GiB'], answers);
  expect([code, out]).toEqual([0, 'my app may now do: 1 GiB.']);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['credential', 'update', 'a', '--quota-bytes', 'none', '--json'], answers);
  expect(JSON.parse(out)).toEqual(credential);
});

it('needs something to change', async () => {
  const { code, err, asked } = await atlantic(['credential', 'update', 'a'], answers);
  expect([code, asked, err]).toEqual([2, [], expect.stringContaining('nothing to change')]);
});

it('fails for a credential of the configuration file', async () => {
  const refused = { 'PATCH /credentials/a': problem(409, 'managed_by_file') };
  const { code, err } = await atlantic(['credential', 'update', 'a', '--quota-bytes', '1'], refused);
  expect([code, err]).toEqual([1, expect.stringContaining('declared in atlantic.yaml')]);
});

it.each([
  [['--allow-from', '10.0.0.0/8'], ['10.0.0.0/8']],
  [['--allow-from-anywhere'], []],
])('%j says from where it may be used now', async (args, allowFrom) => {
  const changed = { 'PATCH /credentials/a': { body: { ...credential, allowFrom } } };
  const { out, asked } = await atlantic(['credential', 'update', 'a', ...args], changed);
  expect(asked[1]).toEqual({ allowFrom });
  expect(out).toMatch(allowFrom.length === 0 ? /used from: anywhere\.$/ : /used from: 10\.0\.0\.0\/8\.$/);
});

it('takes one of the two', async () => {
  const both = ['credential', 'update', 'a', '--allow-from', '::1', '--allow-from-anywhere'];
  expect((await atlantic(both, answers)).code).toBe(2);
});
