/** `/api/v1/usage`. */
import { usageSchema } from '@atlantic/contract/api.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import { readUsage } from './store.ts';

const querystring = z.strictObject({ credential: z.string().optional() });

export const usageRoutes =
  (db: Database): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/usage',
      {
        schema: {
          summary: 'What each credential used, billed bytes both ways, since it was created',
          tags: ['usage'],
          querystring,
          response: { 200: usageSchema },
        },
      },
      async (request) => ({ credentials: await readUsage(db, request.query.credential) }),
    );
  };
