/** `/api/v1/pools/NAME/endpoints`. */
import {
  endpointImportReportSchema,
  endpointImportSchema,
  endpointPageSchema,
  endpointsRemovedSchema,
  endpointTestRequestSchema,
  endpointTestSchema,
  endpointUpdateSchema,
  endpointViewSchema,
  MOST_ENDPOINTS_A_PAGE,
} from '@atlantic/contract/api-endpoint.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { EndpointActions } from './actions.ts';
import { type BansOf, type HealthOf, pageOf, viewOf } from './rules.ts';
import type { TestEndpoint } from './tests.ts';

const COLLECTION = '/api/v1/pools/:name/endpoints';
/** A list of 4 MiB, and what JSON adds to it: a character for each line end and each quote. */
const LARGEST_BODY = 6 * 1024 * 1024;
const STANDARD_PAGE = 100;

const params = z.object({ name: z.string() });
const paramsOfOne = params.extend({ id: z.string() });
const querystring = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MOST_ENDPOINTS_A_PAGE).default(STANDARD_PAGE),
  cursor: z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be the "next" of an earlier answer')
    .transform(Number)
    .optional(),
});
const tags = ['pools'];

/** What the planes say of endpoints now. */
export interface EndpointNews {
  health: () => Promise<HealthOf>;
  /** By endpoint. */
  bans: () => Promise<BansOf>;
}

export const endpointRoutes =
  (actions: EndpointActions, news: EndpointNews, test: TestEndpoint): FastifyPluginAsyncZod =>
  async (app) => {
    const said = async () => ({ healthOf: await news.health(), bans: await news.bans() });

    app.post(
      '/api/v1/endpoints/:id/test',
      {
        schema: {
          summary: 'Have every connected plane ask a judge through an endpoint, now; it counts for nothing',
          tags,
          params: z.object({ id: z.string() }),
          body: endpointTestRequestSchema,
          response: { 200: endpointTestSchema },
        },
      },
      async (request) => test(request.params.id, request.body),
    );

    app.get(
      COLLECTION,
      {
        schema: {
          summary: 'List the endpoints of a pool, without user names and passwords',
          tags,
          params,
          querystring,
          response: { 200: endpointPageSchema },
        },
      },
      async (request) => {
        const { name } = request.params;
        const { cursor, limit } = request.query;
        return pageOf(name, await actions.list(name), { cursor, limit }, await said());
      },
    );

    app.post(
      COLLECTION,
      {
        bodyLimit: LARGEST_BODY,
        schema: {
          summary: 'Import a list of endpoints into a pool of the kind list; all of it or nothing',
          tags,
          params,
          body: endpointImportSchema,
          response: { 200: endpointImportReportSchema },
        },
      },
      async (request) => actions.importList(request.params.name, request.body),
    );

    app.delete(
      COLLECTION,
      {
        schema: {
          summary: 'Remove every imported endpoint of a pool',
          tags,
          params,
          response: { 200: endpointsRemovedSchema },
        },
      },
      async (request) => ({ removed: await actions.clear(request.params.name) }),
    );

    app.patch(
      `${COLLECTION}/:id`,
      {
        schema: {
          summary: 'Change the weight or the place of an imported endpoint; null takes back what was known',
          tags,
          params: paramsOfOne,
          body: endpointUpdateSchema,
          response: { 200: endpointViewSchema },
        },
      },
      async (request) => {
        const { name, id } = request.params;
        return viewOf(name, await actions.update(name, id, request.body), await said());
      },
    );

    app.delete(
      `${COLLECTION}/:id`,
      {
        schema: {
          summary: 'Remove an imported endpoint',
          tags,
          params: paramsOfOne,
          response: { 204: z.undefined().describe('Removed') },
        },
      },
      async (request, reply) => {
        await actions.remove(request.params.name, request.params.id);
        return reply.code(204).send();
      },
    );
  };
