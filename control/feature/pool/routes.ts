/** `/api/v1/pools`. Pools are declared in the configuration file; what is imported into them changes while control runs. */
import { type PoolList, poolListSchema } from '@atlantic/contract/api.ts';
import type { SnapshotEndpoint, SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { poolViews } from './rules.ts';

export interface PoolSources {
  /** What the file declares. */
  pools: readonly SnapshotPool[];
  routes: readonly SnapshotRoute[];
  /** By pool, the endpoints that were imported and that the file does not declare. */
  imported: () => Promise<ReadonlyMap<string, readonly SnapshotEndpoint[]>>;
  undeclared: () => Promise<PoolList['undeclared']>;
}

export const poolRoutes =
  ({ pools, routes, imported, undeclared }: PoolSources): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/pools',
      { schema: { summary: 'List pools', tags: ['pools'], response: { 200: poolListSchema } } },
      async () => ({ pools: poolViews(pools, routes, await imported()), undeclared: await undeclared() }),
    );
  };
