/** `/api/v1/pools`. Pools are declared in the configuration file and do not change while control runs. */
import { poolHealthSchema, poolListSchema } from '@atlantic/contract/api.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { healthView, type PoolPlane } from './health-rules.ts';
import { poolViews } from './rules.ts';

const COLLECTION = '/api/v1/pools';
const tags = ['pools'];

/** `planes`: those that may serve, and what they said last. */
export const poolRoutes =
  (
    pools: readonly SnapshotPool[],
    routes: readonly SnapshotRoute[],
    planes: () => Promise<readonly PoolPlane[]>,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    const list = { pools: poolViews(pools, routes) };
    app.get(
      COLLECTION,
      { schema: { summary: 'List pools', tags, response: { 200: poolListSchema } } },
      async () => list,
    );

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
        const pool = pools.find(({ name }) => name === request.params.name);
        if (!pool) throw new AtlanticError('not_found', { detail: `There is no pool ${request.params.name}.` });
        return healthView(pool, await planes());
      },
    );
  };
