import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that is done to planes', async () => {
  const { code, out } = await atlantic(['plane', '--help']);
  expect(code).toBe(0);
  for (const command of ['create', 'list', 'drain', 'log-level', 'restart-workers', 'revoke'])
    expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
});
