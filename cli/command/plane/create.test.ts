import { expect, it } from 'vitest';
import { plane } from '../../fixture/answer.ts';
import { atlantic, problem } from '../../fixture/shell.ts';

const made = { ...plane, token: 'atl_p_secret' };

it('shows the token, once, and what to do with it', async () => {
  const { asked, out } = await atlantic(['plane', 'create', 'berlin'], { 'POST /planes': { status: 201, body: made } });
  expect(asked).toEqual(['POST /planes', { name: 'berlin' }]);
  expect(out).toBe(`Created berlin.
  token   atl_p_secret
The token is shown only now. Put it into a file on that machine, and there run:
  atlantic egress --control https://HOST:PORT --token-file FILE`);
});

it('is the answer of the API with --json', async () => {
  const { out } = await atlantic(['plane', 'create', 'berlin', '--json'], { 'POST /planes': { body: made } });
  expect(JSON.parse(out)).toEqual(made);
});

it('fails when the name is taken', async () => {
  const { code, err } = await atlantic(['plane', 'create', 'a'], { 'POST /planes': problem(409, 'name_taken') });
  expect([code, err]).toEqual([1, expect.stringContaining('(name_taken)')]);
});
