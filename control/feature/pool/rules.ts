/** Pools as the API shows them. Pure. */
import type { PoolList } from '@atlantic/contract/api.ts';
import { supportedOf } from '@atlantic/contract/provider/product.ts';
import type { SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';

/** Endpoints appear by their address, which has no user name and password; direct exits by the one they leave from. */
export const poolViews = (pools: readonly SnapshotPool[], routes: readonly SnapshotRoute[]): PoolList['pools'] =>
  pools.map(({ name, kind, endpoints, addresses = [], provider }) => ({
    name,
    kind,
    managed: 'file',
    endpoints: [...endpoints.map((endpoint) => endpoint.address), ...addresses],
    ...(provider && {
      provider: { name: provider.name, product: provider.product, supports: supportedOf(provider) },
    }),
    routes: routes.filter((route) => route.pool === name).length,
  }));
