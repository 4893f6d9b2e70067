/** `/api/v1/sessions`. */
import {
  MOST_SESSIONS_A_PAGE,
  newSessionSchema,
  sessionCreateSchema,
  sessionOrderSchema,
  sessionPageSchema,
  wallReportedSchema,
  wallReportSchema,
} from '@atlantic/contract/api-session.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SessionActions } from './actions.ts';

const COLLECTION = '/api/v1/sessions';
const ONE = `${COLLECTION}/:id`;
const STANDARD_PAGE = 100;
/** An id and the name of a plane. */
const LONGEST_CURSOR = 256;

const params = z.object({ id: z.string().describe('CREDENTIAL:NAME.') });
const querystring = z.strictObject({
  credential: z.string().optional().describe('Only those of this credential.'),
  limit: z.coerce.number().int().min(1).max(MOST_SESSIONS_A_PAGE).default(STANDARD_PAGE),
  cursor: z.string().max(LONGEST_CURSOR).optional().describe('The `next` of an earlier answer.'),
});
const tags = ['sessions'];

export const sessionRoutes =
  (actions: SessionActions): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      COLLECTION,
      {
        schema: {
          summary: 'List the sessions that planes have told of',
          tags,
          querystring,
          response: { 200: sessionPageSchema },
        },
      },
      async (request) => actions.list(request.query),
    );

    app.post(
      COLLECTION,
      {
        schema: {
          summary: 'Name a session: what clients send to use it; it begins with its first request',
          tags,
          body: sessionCreateSchema,
          response: { 200: newSessionSchema },
        },
      },
      async (request) => actions.create(request.body),
    );

    app.post(
      `${ONE}/rotate`,
      {
        schema: {
          summary: 'Give a session another exit, from its next request on',
          tags,
          params,
          response: { 200: sessionOrderSchema },
        },
      },
      async (request) => actions.rotate(request.params.id),
    );

    app.post(
      `${ONE}/report`,
      {
        schema: {
          summary: 'Say that the exit of a session is banned on a site: it is not used there any more',
          tags,
          params,
          body: wallReportSchema,
          response: { 200: wallReportedSchema },
        },
      },
      async (request) => actions.report(request.params.id, request.body),
    );

    app.delete(
      ONE,
      {
        schema: {
          summary: 'End a session: the next request of its name begins it anew',
          tags,
          params,
          response: { 200: sessionOrderSchema },
        },
      },
      async (request) => actions.end(request.params.id),
    );
  };
