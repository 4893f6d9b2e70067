import { expect, it } from 'vitest';
import { credential } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

it.each([
  ['pause', true, 'paused'],
  ['resume', false, 'active'],
])('%s', async (verb, paused, state) => {
  const answers = { 'PATCH /credentials/a': { body: { ...credential, state } } };
  const { code, out, asked } = await atlantic(['credential', verb, 'a'], answers);
  expect([code, out]).toEqual([0, `my app is ${state}.`]);
  expect(asked).toEqual(['PATCH /credentials/a', { paused }]);
  expect(JSON.parse((await atlantic(['credential', verb, 'a', '--json'], answers)).out).state).toBe(state);
});
