/** `/api/v1/supply`, but for its feeds: what supply's own API says, with the key of an operator of control. */
import {
  historyViewSchema,
  proxyPageSchema,
  runAbortedSchema,
  runStartedSchema,
  runStartSchema,
  runsSchema,
  SUPPLY_API_PATHS,
} from '@atlantic/contract/supply/api.ts';
import { MOST_RUNS, supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SupplyApi } from './call.ts';

const ROOT = '/api/v1/supply';
const tags = ['supply'];

const runsQuery = z.strictObject({
  most: z.coerce.number().int().min(1).max(MOST_RUNS).default(20).describe('So many of the last ones.'),
});
/** Supply reads them, and says what is wrong with them. */
const filters = {
  protocol: z.string().optional().describe('Kinds, with commas between.'),
  country: z.string().optional().describe('Codes of two letters, with commas between.'),
  exclude_country: z.string().optional(),
  asn: z.string().optional().describe('Numbers of networks, with commas between.'),
  anonymity: z.string().optional().describe('At least so.'),
  tls: z.string().optional().describe('1 or 0.'),
  confirmed: z.string().optional().describe('1 or 0.'),
  max_latency: z.string().optional().describe('Milliseconds.'),
  min_uptime: z.string().optional().describe('From 0 to 1.'),
  feed: z.string().optional().describe('Names, with commas between.'),
};
const proxiesQuery = z.strictObject({
  limit: z.string().optional().describe('Proxies on a page.'),
  cursor: z.string().optional().describe('The `next` of the page before.'),
  ...filters,
});
const exportQuery = z.strictObject({
  format: z
    .enum(['csv', 'json', 'ndjson', 'text', 'url'])
    .default('csv')
    .describe('`url` has passwords, as `csv` has.'),
  ...filters,
});
/** All that match, on supply's door for everybody. */
const EVERY = '/get-proxy';

/** The question mark and what follows it, as it was asked. */
const queryOf = (url: string): string => /\?.*$/s.exec(url)?.[0] ?? '';

export const supplyRoutes =
  ({ call, stream }: SupplyApi): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      `${ROOT}/status`,
      { schema: { summary: 'How supply is doing', tags, response: { 200: supplyStatusSchema } } },
      async () => call({ method: 'GET', path: SUPPLY_API_PATHS.status }, supplyStatusSchema),
    );

    app.get(
      `${ROOT}/runs`,
      { schema: { summary: 'List the last runs', tags, querystring: runsQuery, response: { 200: runsSchema } } },
      async (request) => {
        const query = `?most=${request.query.most}`;
        return call({ method: 'GET', path: SUPPLY_API_PATHS.runs, query }, runsSchema);
      },
    );

    app.post(
      `${ROOT}/runs`,
      {
        schema: {
          summary: 'Begin a full run now; one that is under way is not begun again',
          tags,
          body: runStartSchema,
          response: { 202: runStartedSchema },
        },
      },
      async (request, reply) => {
        const { body } = request;
        return reply
          .code(202)
          .send(await call({ method: 'POST', path: SUPPLY_API_PATHS.runs, body }, runStartedSchema));
      },
    );

    app.delete(
      `${ROOT}/runs/current`,
      {
        schema: {
          summary: 'End the run that is under way; what was published before stays',
          tags,
          response: { 200: runAbortedSchema },
        },
      },
      async () => call({ method: 'DELETE', path: SUPPLY_API_PATHS.currentRun }, runAbortedSchema),
    );

    app.get(
      `${ROOT}/proxies`,
      {
        schema: {
          summary: 'List the published proxies, without passwords, the best first',
          tags,
          querystring: proxiesQuery,
          response: { 200: proxyPageSchema },
        },
      },
      async (request) =>
        call({ method: 'GET', path: SUPPLY_API_PATHS.proxies, query: queryOf(request.url) }, proxyPageSchema),
    );

    app.get(
      `${ROOT}/export`,
      {
        schema: {
          summary: 'All published proxies that match, streamed, in a format of [/get-proxy](supply.md#the-api)',
          tags,
          querystring: exportQuery,
        },
      },
      async (request, reply) => {
        const given = Object.entries(request.query).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        );
        const query = `?${new URLSearchParams([...given, ['all', '1']])}`;
        const { type, body } = await stream({ method: 'GET', path: EVERY, query });
        return reply.type(type).send(body);
      },
    );

    app.get(
      `${ROOT}/proxies/:key`,
      {
        schema: {
          summary: 'Show what is remembered of a proxy, by its key or its address',
          tags,
          params: z.object({ key: z.string() }),
          response: { 200: historyViewSchema },
        },
      },
      async (request) => {
        const path = `${SUPPLY_API_PATHS.proxies}/${encodeURIComponent(request.params.key)}`;
        return call({ method: 'GET', path }, historyViewSchema);
      },
    );
  };
