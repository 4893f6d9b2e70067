import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that is done with sessions', async () => {
  const { out } = await atlantic(['session', '--help']);
  for (const verb of ['new', 'list', 'rotate', 'end']) expect(out).toMatch(new RegExp(`^ {2}${verb} `, 'm'));
});
