import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

const ALL = 'DELETE /pools/rented/endpoints';
const ONE = `${ALL}/rented-1`;
const remove = (...words: string[]) => ['endpoint', 'delete', '--pool', 'rented', ...words];

it('deletes one', async () => {
  const { out, asked } = await atlantic(remove('rented-1'), { [ONE]: { status: 204 } });
  expect([out, asked]).toEqual(['Deleted rented-1.', [ONE]]);
  const json = await atlantic(remove('rented-1', '--json'), { [ONE]: { status: 204 } });
  expect(JSON.parse(json.out)).toEqual({ id: 'rented-1', deleted: true });
});

it('deletes all', async () => {
  const { out, asked } = await atlantic(remove('--all'), { [ALL]: { body: { removed: 12 } } });
  expect([out, asked]).toEqual(['Deleted 12 imported endpoints of rented.', [ALL]]);
  const json = await atlantic(remove('--all', '--json'), { [ALL]: { body: { removed: 1 } } });
  expect(JSON.parse(json.out)).toEqual({ pool: 'rented', removed: 1 });
});

it.each([[[]], [['rented-1', '--all']]])('needs an id or --all: %j', async (words) => {
  const { code, err, asked } = await atlantic(remove(...words));
  expect([code, asked]).toEqual([2, []]);
  expect(err).toContain('name an id');
});

it('says that what the file declares stays', async () => {
  const { code, err } = await atlantic(remove('rented-1'), { [ONE]: problem(409, 'managed_by_file') });
  expect([code, err]).toEqual([1, expect.stringContaining('declared in atlantic.yaml')]);
});
