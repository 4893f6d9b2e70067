import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that can be done to an account', async () => {
  const { code, out } = await atlantic(['account', '--help']);
  const commands = [...out.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name);
  expect(code).toBe(0);
  expect(commands).toEqual(['create', 'list', 'update', 'delete']);
});
