/** `/api/v1/pools`. Pools are declared in the configuration file and do not change while control runs. */
import { poolListSchema } from '@atlantic/contract/api.ts';
import type { SnapshotPool, SnapshotRoute } from '@atlantic/contract/snapshot.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { poolViews } from './rules.ts';

export const poolRoutes =
  (pools: readonly SnapshotPool[], routes: readonly SnapshotRoute[]): FastifyPluginAsyncZod =>
  async (app) => {
    const list = { pools: poolViews(pools, routes) };
    app.get(
      '/api/v1/pools',
      { schema: { summary: 'List pools', tags: ['pools'], response: { 200: poolListSchema } } },
      async () => list,
    );
  };
