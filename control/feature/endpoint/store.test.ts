import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { expect, it } from 'vitest';
import { TEST_TIME, testDatabase } from '../../fixture/database.ts';
import { addedEndpoints, countUndeclared, listImported, readRevision, removeImported, saveImported } from './store.ts';

function of(pool: string, url: string): SnapshotEndpoint {
  const parsed = parseEndpointUrl(url);
  if (!parsed) throw new Error(`${url} is no endpoint`);
  return endpointOf(pool, parsed);
}

it('keeps endpoints as they are, in the order in which they came', async () => {
  const db = await testDatabase();
  const [a, b] = [of('rented', 'http://anna:hush@[2001:db8::1]:1'), of('rented', 'socks4://me@b.example')];
  await saveImported(db, 'rented', [a, b], TEST_TIME);
  const stored = await listImported(db, 'rented');
  expect(stored).toMatchObject([a, b]);
  expect(stored.map(({ createdAt }) => createdAt)).toEqual([TEST_TIME, TEST_TIME]);
  expect(await listImported(db, 'other')).toEqual([]);
});

it('keeps what is known of them, until something else is', async () => {
  const db = await testDatabase();
  const plain = of('rented', 'http://a.example:1');
  const known = { ...plain, weight: 0.5, country: 'us', state: 'new_york', city: 'new_york', asn: 4_294_967_295 };
  await saveImported(db, 'rented', [known], TEST_TIME);
  expect(await listImported(db, 'rented')).toMatchObject([known]);
  await saveImported(db, 'rented', [{ ...plain, country: 'de' }], TEST_TIME);
  const [after] = await listImported(db, 'rented');
  expect(after).toEqual({ ...plain, country: 'de', position: 1, createdAt: TEST_TIME });
});

it('takes over a new password and nothing else', async () => {
  const db = await testDatabase();
  await saveImported(db, 'rented', [of('rented', 'http://anna:old@h.example:1')], TEST_TIME);
  const [before] = await listImported(db, 'rented');
  await saveImported(db, 'rented', [of('rented', 'http://anna:new@h.example:1')], TEST_TIME + 5);
  expect(await listImported(db, 'rented')).toEqual([{ ...before, password: 'new' }]);
});

it('takes as many as a pool may have, and never gives a position twice', async () => {
  const db = await testDatabase();
  const many = Array.from({ length: 10_000 }, (_, at) => of('rented', `http://h${at}.example:1`));
  await saveImported(db, 'rented', many, TEST_TIME);
  const stored = await listImported(db, 'rented');
  expect(stored.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  await removeImported(
    db,
    'rented',
    many.map(({ id }) => id),
  );
  await saveImported(db, 'rented', many.slice(0, 1), TEST_TIME);
  const [again] = await listImported(db, 'rented');
  expect(again?.position).toBeGreaterThan(stored.at(-1)?.position ?? 0);
});

it('counts its changes', async () => {
  const db = await testDatabase();
  const endpoint = of('rented', 'http://h.example:1');
  expect(await readRevision(db)).toBe(0);
  await saveImported(db, 'rented', [endpoint], TEST_TIME);
  await removeImported(db, 'rented', []);
  expect(await readRevision(db)).toBe(1);
  await removeImported(db, 'rented', [endpoint.id]);
  expect([await readRevision(db), await listImported(db, 'rented')]).toEqual([2, []]);
});

it('adds to the pools of the file what the file does not have, and knows what is left over', async () => {
  const db = await testDatabase();
  const [declared, own] = [of('rented', 'http://u:file@a.example:1'), of('rented', 'http://b.example:1')];
  await saveImported(db, 'rented', [of('rented', 'http://u:list@a.example:1'), own], TEST_TIME);
  await saveImported(db, 'gone', [of('gone', 'http://c.example:1')], TEST_TIME);
  const pools = [
    { name: 'rented', kind: 'list' as const, endpoints: [declared] },
    { name: 'direct', kind: 'direct' as const, endpoints: [] },
  ];
  const added = await addedEndpoints(db, pools);
  expect([...added].map(([name, endpoints]) => [name, endpoints.map(({ id }) => id)])).toEqual([['rented', [own.id]]]);
  expect(await countUndeclared(db, pools)).toEqual([{ name: 'gone', imported: 1 }]);
});
