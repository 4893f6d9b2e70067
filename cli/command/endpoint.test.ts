import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has its commands', async () => {
  const { out } = await atlantic(['endpoint', '--help']);
  for (const name of ['import', 'list', 'delete']) expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
});
