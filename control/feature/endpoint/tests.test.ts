import { parseEndpointUrl } from '@atlantic/contract/config/endpoint-url.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import type { Order } from '@atlantic/contract/plane.ts';
import { policyFor } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { expect, it } from 'vitest';
import { endpointTests } from './tests.ts';

function poolOf(name: string, url?: string): SnapshotPool {
  const parsed = parseEndpointUrl('http://h.example:1');
  if (!parsed) throw new Error('no endpoint');
  const policy = policyFor('list', { health: { probe: { url, timeoutSeconds: 2 } } });
  return { name, kind: 'list', endpoints: [endpointOf(name, parsed)], policy };
}
const JUDGED = poolOf('judged', 'http://judge.example/');
const PLAIN = poolOf('judged-too');
const idOf = ({ endpoints }: SnapshotPool) => endpoints[0]?.id ?? '';
const RESULT = { reached: true, milliseconds: 7 };

function tests() {
  const given: [string, Order, number][] = [];
  const orders = new Map<string, Order>();
  const test = endpointTests({
    actions: {
      list: async (name) =>
        [JUDGED, PLAIN].find((pool) => pool.name === name)?.endpoints.map((each) => ({ ...each, position: 1 })) ?? [],
    },
    pools: () => [JUDGED, PLAIN],
    connected: async () => [
      { id: 'p1', name: 'one' },
      { id: 'p2', name: 'two' },
      { id: 'p3', name: 'three' },
    ],
    async give(plane, order) {
      orders.set(plane, order);
      return { number: 4 };
    },
    async settled(plane, number, milliseconds) {
      given.push([plane, orders.get(plane) ?? { kind: 'drain' }, milliseconds]);
      if (plane === 'p1') return { acknowledgedAt: number, detail: null, probe: RESULT };
      return { acknowledgedAt: plane === 'p2' ? null : 1, detail: plane === 'p2' ? null : 'no', probe: null };
    },
  });
  return { test, given };
}

it('orders every connected plane, and tells what each said', async () => {
  const { test, given } = tests();
  expect(await test(idOf(JUDGED), {})).toEqual({
    endpoint: idOf(JUDGED),
    pool: 'judged',
    address: 'http://h.example:1',
    url: 'http://judge.example/',
    planes: [
      { plane: 'one', result: RESULT, problem: null },
      { plane: 'two', result: null, problem: 'It has not answered in time.' },
      { plane: 'three', result: null, problem: 'no' },
    ],
  });
  const order = {
    kind: 'probe',
    pool: 'judged',
    endpoint: idOf(JUDGED),
    url: 'http://judge.example/',
    timeoutSeconds: 2,
    expectStatus: 200,
  };
  expect(given[0]).toEqual(['p1', order, 7_000]);
});

it('needs a judge, and an endpoint', async () => {
  const { test } = tests();
  await expect(test(idOf(PLAIN), {})).rejects.toMatchObject({
    code: 'validation_failed',
    detail: expect.stringContaining('names no judge'),
  });
  expect(await test(idOf(PLAIN), { url: 'http://other.example/' })).toMatchObject({
    pool: 'judged-too',
    url: 'http://other.example/',
  });
  await expect(test('judged-0', {})).rejects.toMatchObject({ code: 'not_found' });
  await expect(test('nobody-0', {})).rejects.toMatchObject({ code: 'not_found' });
});
