import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

const DELETE = 'DELETE /supply/feeds/ours';

it('removes a feed, or says why not', async () => {
  const { out, asked } = await atlantic(['feed', 'remove', 'ours'], { [DELETE]: { status: 204 } });
  expect([out, asked]).toEqual(['Removed ours.', [DELETE]]);
  const json = await atlantic(['feed', 'remove', 'ours', '--json'], { [DELETE]: { status: 204 } });
  expect(JSON.parse(json.out)).toEqual({ removed: 'ours' });
  const { code } = await atlantic(['feed', 'remove', 'ours'], { [DELETE]: problem(409, 'managed_by_file') });
  expect(code).toBe(1);
});
