import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that can be done to a feed', async () => {
  const { out } = await atlantic(['feed', '--help']);
  for (const verb of ['list', 'show', 'add', 'test', 'pause', 'resume', 'remove'])
    expect(out).toContain(`\n  ${verb} `);
});
