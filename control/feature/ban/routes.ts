/** `/api/v1/bans`. */
import { banCreatedSchema, banCreateSchema, banListSchema, banRemovedSchema } from '@atlantic/contract/api-ban.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { BanActions } from './actions.ts';

const COLLECTION = '/api/v1/bans';
const tags = ['bans'];

export const banRoutes =
  (actions: BanActions): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      COLLECTION,
      { schema: { summary: 'List the bans in force', tags, response: { 200: banListSchema } } },
      async () => ({ bans: await actions.list() }),
    );

    app.post(
      COLLECTION,
      {
        schema: {
          summary: 'Ban an endpoint for a site or for all, on every connected plane',
          tags,
          body: banCreateSchema,
          response: { 201: banCreatedSchema },
        },
      },
      async (request, reply) => reply.code(201).send(await actions.add(request.body)),
    );

    app.delete(
      `${COLLECTION}/:id`,
      {
        schema: {
          summary: 'End a ban on every connected plane',
          tags,
          params: z.object({ id: z.string().max(64) }),
          response: { 200: banRemovedSchema },
        },
      },
      async (request) => actions.remove(request.params.id),
    );
  };
