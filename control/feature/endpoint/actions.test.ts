import { endpointImportSchema } from '@atlantic/contract/api-endpoint.ts';
import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { endpointActions } from './actions.ts';
import { listImported } from './store.ts';

const url = parseEndpointUrl('http://file.example:1');
if (!url) throw new Error('no endpoint');
const declared = endpointOf('rented', url);
const POOLS: SnapshotPool[] = [
  { name: 'rented', kind: 'list', endpoints: [declared] },
  { name: 'direct', kind: 'direct', endpoints: [] },
];

async function actor(pools = POOLS) {
  const db = await testDatabase();
  const published: number[] = [];
  const make = (its: readonly SnapshotPool[]) =>
    endpointActions({
      db,
      now: () => TEST_TIME,
      // Reads what is committed: a publication before the commit would not see the change.
      publish: async () => void published.push((await listImported(db, 'rented')).length),
      supplied: async () => new Map(),
      pools: () => its,
    });
  const actions = make(pools);
  const add = (text: string, replace = false) =>
    actions.importList('rented', endpointImportSchema.parse({ text, replace }));
  return { db, actions, add, published, make };
}

it('publishes each change once, after its commit', async () => {
  const { actions, add, published } = await actor();
  await add('a.example:1\nb.example:1');
  await add('b.example:1\nc.example:1\nd.example:1', true);
  const [, , last] = await actions.list('rented');
  await actions.remove('rented', last?.id ?? '');
  expect(await actions.clear('rented')).toBe(2);
  expect(published).toEqual([2, 3, 2, 0]);
});

it('lists those of the file first, and an endpoint of both once', async () => {
  const { actions, add } = await actor();
  await add('z.example:1\nfile.example:1\na.example:1');
  expect((await actions.list('rented')).map(({ address }) => address)).toEqual([
    'http://file.example:1',
    'http://z.example:1',
    'http://a.example:1',
  ]);
});

it('changes nothing and publishes nothing where it refuses', async () => {
  const { db, actions, add, published } = await actor();
  await add('a.example:1');
  await expect(add('nonsense', true)).rejects.toMatchObject({ code: 'list_unusable' });
  await expect(actions.remove('rented', declared.id)).rejects.toMatchObject({ code: 'managed_by_file' });
  await expect(actions.remove('rented', 'rented-0')).rejects.toMatchObject({ code: 'not_found' });
  const text = { text: 'b.example:1', scheme: 'http' as const, replace: false };
  await expect(actions.importList('direct', text)).rejects.toMatchObject({
    code: 'pool_not_list',
    detail: 'The pool direct is of the kind direct.',
  });
  await expect(actions.importList('rentd', text)).rejects.toMatchObject({
    code: 'not_found',
    detail: 'Pools of the kind list: rented; did you mean rented?',
  });
  expect([published, (await listImported(db, 'rented')).length]).toEqual([[1], 1]);
});

it('changes what is known of an imported endpoint, and tells the planes', async () => {
  const { db, actions, add, published } = await actor();
  await add('a.example:1 country=us city=chicago');
  const [imported] = await listImported(db, 'rented');
  const id = imported?.id ?? '';
  expect(await actions.update('rented', id, { weight: 3, country: 'DE' })).toMatchObject({ weight: 3, country: 'de' });
  const { city: _, ...rest } = imported ?? {};
  expect(await listImported(db, 'rented')).toEqual([{ ...rest, weight: 3, country: 'de' }]);
  expect(published).toEqual([1, 1]);
  await expect(actions.update('rented', declared.id, { weight: 3 })).rejects.toMatchObject({ code: 'managed_by_file' });
  await expect(actions.update('rented', 'rented-0', { weight: 3 })).rejects.toMatchObject({ code: 'not_found' });
});

it('says when there is no list at all', async () => {
  const { actions } = await actor([]);
  await expect(actions.list('rented')).rejects.toMatchObject({ detail: 'No pool of the kind list is declared.' });
});

it('keeps what was imported for a pool that is gone, to be looked at and removed, and for its return', async () => {
  const { add, make } = await actor();
  await add('a.example:1\nfile.example:1');
  for (const pools of [[], [{ name: 'rented', kind: 'direct' as const, endpoints: [] }]]) {
    expect(await make(pools).list('rented')).toHaveLength(2);
  }
  const [first] = await make([]).list('rented');
  await make([]).remove('rented', first?.id ?? '');
  expect(await make(POOLS).list('rented')).toHaveLength(1);
  expect(await make([]).clear('rented')).toBe(1);
  await expect(make([]).list('rented')).rejects.toMatchObject({ code: 'not_found' });
});
