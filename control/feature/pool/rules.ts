/** Pools as the API shows them. Pure. */
import { type PoolList, SHOWN_ENDPOINTS } from '@atlantic/contract/api.ts';
import { supportedOf } from '@atlantic/contract/provider/product.ts';
import type { SnapshotEndpoint, SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';

/**
 * `imported` and `supplied` are, by pool, the endpoints that the file does not declare. Endpoints appear by their address, which has no user
 * name and password; direct exits by the one they leave from.
 */
export const poolViews = (
  pools: readonly SnapshotPool[],
  routes: readonly SnapshotRoute[],
  { imported, supplied }: Readonly<Record<'imported' | 'supplied', ReadonlyMap<string, readonly SnapshotEndpoint[]>>>,
): PoolList['pools'] =>
  pools.map(({ name, kind, endpoints, addresses = [], provider }) => {
    const added = imported.get(name) ?? [];
    const all = [...endpoints, ...added, ...(supplied.get(name) ?? [])];
    const shown = [...all.map(({ address }) => address), ...addresses];
    return {
      name,
      kind,
      managed: 'file',
      endpoints: shown.slice(0, SHOWN_ENDPOINTS),
      endpointCount: shown.length,
      imported: added.length,
      ...(provider && {
        provider: { name: provider.name, product: provider.product, supports: supportedOf(provider) },
      }),
      routes: routes.filter((route) => route.pool === name).length,
    };
  });
