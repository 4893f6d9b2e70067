import { expect, it } from 'vitest';
import { credential } from '../fixture/answer.ts';
import { atlantic } from '../fixture/shell.ts';

const answers = { 'PATCH /credentials/a': { body: credential } };

it.each([[['a']], [['--name', 'a']], [['a', '--name', 'a']]])('%j names a', async (args) => {
  expect((await atlantic(['credential', 'pause', ...args], answers)).code).toBe(0);
});

it.each([
  [[], 'missing the name'],
  [['a', '--name', 'b'], 'two different names'],
])('%j is wrong usage', async (args, message) => {
  const { code, err, asked } = await atlantic(['credential', 'pause', ...args], answers);
  expect([code, asked, err]).toEqual([2, [], expect.stringContaining(message)]);
});
