import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that can be done with a configuration', async () => {
  const { out } = await atlantic(['config', '--help']);
  for (const name of ['check', 'diff', 'apply', 'history']) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});
