/** `/api/v1/pools`. Pools are declared in the configuration file; what is imported into them changes while control runs. */

import { type PoolList, poolListSchema } from '@atlantic/contract/api.ts';
import { poolHealthSchema } from '@atlantic/contract/api-endpoint.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotEndpoint, SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { healthView, type PoolPlane } from './health-rules.ts';
import { poolViews } from './rules.ts';

const COLLECTION = '/api/v1/pools';
const tags = ['pools'];

export interface PoolSources {
  /** What the file declares. */
  declared: () => { readonly pools: readonly SnapshotPool[]; readonly routes: readonly SnapshotRoute[] };
  /** By pool, the endpoints that were imported and that the file does not declare. */
  imported: () => Promise<ReadonlyMap<string, readonly SnapshotEndpoint[]>>;
  /** By pool, the endpoints that supply offers. */
  supplied: () => Promise<ReadonlyMap<string, readonly SnapshotEndpoint[]>>;
  undeclared: () => Promise<PoolList['undeclared']>;
  /** Those that may serve, and what they said last. */
  planes: () => Promise<readonly PoolPlane[]>;
}

export const poolRoutes =
  ({ declared, imported, supplied, undeclared, planes }: PoolSources): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(COLLECTION, { schema: { summary: 'List pools', tags, response: { 200: poolListSchema } } }, async () => {
      const added = { imported: await imported(), supplied: await supplied() };
      const { pools, routes } = declared();
      return { pools: poolViews(pools, routes, added), undeclared: await undeclared() };
    });

    app.get(
      `${COLLECTION}/:name/health`,
      {
        schema: {
          summary: 'Show how the planes find the endpoints of a pool',
          tags,
          params: z.object({ name: z.string() }),
          response: { 200: poolHealthSchema },
        },
      },
      async (request) => {
        const pool = declared().pools.find(({ name }) => name === request.params.name);
        if (!pool) throw new AtlanticError('not_found', { detail: `There is no pool ${request.params.name}.` });
        const { name } = pool;
        const added = [...((await imported()).get(name) ?? []), ...((await supplied()).get(name) ?? [])];
        const endpoints = [...pool.endpoints, ...added];
        return healthView({ ...pool, endpoints }, await planes());
      },
    );
  };
