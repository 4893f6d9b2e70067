import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it('has a command for each thing that can be asked of supply', async () => {
  const { out } = await atlantic(['supply', '--help']);
  for (const verb of ['status', 'run', 'abort', 'history', 'proxies']) expect(out).toContain(`\n  ${verb} `);
});
