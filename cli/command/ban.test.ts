import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that is done to bans', async () => {
  const { code, out } = await atlantic(['ban', '--help']);
  expect(code).toBe(0);
  for (const command of ['list', 'add', 'remove']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
});
