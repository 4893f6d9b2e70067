import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { expect, it, vi } from 'vitest';
import { openGateway } from '../fixture/gateway-parts.ts';
import { startServer } from '../fixture/peer.ts';
import { endpointOf, snapshotOf } from '../fixture/snapshot.ts';
import { compileView } from '../view.ts';
import { spareKeys, spareOf } from './spare.ts';

const pools = (port: number, changes: Partial<SnapshotPool> = {}): SnapshotPool[] => [
  { name: 'direct', kind: 'direct', endpoints: [] },
  {
    name: 'rented',
    kind: 'list',
    endpoints: [endpointOf(port)],
    policy: poolPolicySchema.parse({ spares: { max: 2 } }),
    ...changes,
  },
];
const viewOf = (port: number, changes: Partial<SnapshotPool> = {}) =>
  compileView(1, snapshotOf({ pools: pools(port, changes) }));

function exitOf(view: ReturnType<typeof viewOf>) {
  const pool = view.pools.get('rented');
  const exit = pool?.exits[0];
  if (!pool || !exit) throw new Error('the snapshot has a pool with an endpoint');
  return { pool, exit };
}

it('takes from what the pool holds ready, and opens another', async () => {
  await using proxy = await startServer(() => {});
  using parts = openGateway();
  const { pool, exit } = exitOf(viewOf(proxy.port));
  const take = spareOf(parts.gateway, pool, exit);
  expect([take?.(), take?.()]).toEqual([undefined, undefined]);
  await vi.waitFor(() => {
    const connection = take?.();
    expect(connection?.gone).toBe(false);
    connection?.destroy();
  });
});

it.each<[what: string, changes: Partial<SnapshotPool>, state: { restUntil?: number; mostConnecting?: number }]>([
  ['of a pool that holds none', { policy: poolPolicySchema.parse({}) }, {}],
  ['that was ejected', {}, { restUntil: Number.POSITIVE_INFINITY }],
  ['that is on trial', {}, { mostConnecting: 1 }],
])('has none for an endpoint %s', (_what, changes, state) => {
  using parts = openGateway();
  const { pool, exit } = exitOf(viewOf(1, changes));
  Object.assign(exit.candidate, state);
  expect(spareOf(parts.gateway, pool, exit)).toBeUndefined();
});

it('knows what a view holds ready: it is another with other issuers, and the same in the next view', () => {
  const keys = spareKeys(viewOf(1));
  expect(keys.size).toBe(1);
  expect(spareKeys(viewOf(1))).toEqual(keys);
  expect(spareKeys(viewOf(1, { ca: 'another' }))).not.toEqual(keys);
  expect(spareKeys(viewOf(2))).not.toEqual(keys);
  expect(spareKeys(viewOf(1, { policy: poolPolicySchema.parse({}) })).size).toBe(0);
});
