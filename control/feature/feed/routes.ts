/** `/api/v1/supply/feeds`. */
import {
  controlFeedListSchema,
  controlFeedSchema,
  feedCreateSchema,
  feedUpdateSchema,
} from '@atlantic/contract/api-feed.ts';
import { feedTestSchema } from '@atlantic/contract/supply/api.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FeedActions } from './actions.ts';

const COLLECTION = '/api/v1/supply/feeds';
const ONE = `${COLLECTION}/:name`;
/** A feed may name ten thousand proxies itself. */
const LARGEST_BODY = 4 * 1024 * 1024;
const params = z.object({ name: z.string() });
const tags = ['supply'];

export const feedRoutes =
  (actions: FeedActions): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      COLLECTION,
      { schema: { summary: 'List feeds, and how they are', tags, response: { 200: controlFeedListSchema } } },
      async () => ({ feeds: await actions.list() }),
    );

    app.post(
      COLLECTION,
      {
        bodyLimit: LARGEST_BODY,
        schema: {
          summary: 'Add a feed; the values of its headers are shown to nobody',
          tags,
          body: feedCreateSchema,
          response: { 201: controlFeedSchema },
        },
      },
      async (request, reply) => {
        const feed = await actions.create(request.body);
        return reply.code(201).header('location', `${COLLECTION}/${feed.name}`).send(feed);
      },
    );

    app.get(
      ONE,
      { schema: { summary: 'Show a feed', tags, params, response: { 200: controlFeedSchema } } },
      async (request) => actions.get(request.params.name),
    );

    app.patch(
      ONE,
      {
        bodyLimit: LARGEST_BODY,
        schema: {
          summary: 'Change a feed, pause it or switch it on; null takes back what was said',
          tags,
          params,
          body: feedUpdateSchema,
          response: { 200: controlFeedSchema },
        },
      },
      async (request) => actions.update(request.params.name, request.body),
    );

    app.delete(
      ONE,
      { schema: { summary: 'Remove a feed', tags, params, response: { 204: z.undefined().describe('Removed') } } },
      async (request, reply) => {
        await actions.remove(request.params.name);
        return reply.code(204).send();
      },
    );

    app.post(
      `${ONE}/test`,
      {
        schema: {
          summary: 'Have supply fetch a feed now, and say what it would bring; it counts for nothing',
          tags,
          params,
          response: { 200: feedTestSchema },
        },
      },
      async (request) => actions.test(request.params.name),
    );
  };
