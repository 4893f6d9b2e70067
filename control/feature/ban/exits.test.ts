import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { expect, it } from 'vitest';
import { namedExits } from './exits.ts';

const endpoint = (id: string): SnapshotEndpoint => ({
  id,
  address: `http://${id}.example:1`,
  kind: 'http',
  host: `${id}.example`,
  port: 1,
});

it('names declared and imported endpoints, and the exits of direct pools', () => {
  const pools = [
    { name: 'direct', kind: 'direct' as const, endpoints: [] },
    { name: 'own', kind: 'direct' as const, endpoints: [], addresses: ['192.0.2.7'] },
    { name: 'rented', kind: 'list' as const, endpoints: [endpoint('rented-1')] },
  ];
  expect([...namedExits(pools, new Map([['rented', [endpoint('rented-2')]]]))]).toEqual([
    ['direct', { pool: null, address: 'direct' }],
    ['own-192.0.2.7', { pool: 'own', address: '192.0.2.7' }],
    ['rented-1', { pool: 'rented', address: 'http://rented-1.example:1' }],
    ['rented-2', { pool: 'rented', address: 'http://rented-2.example:1' }],
  ]);
});
