/** `/api/v1/accounts`. */
import { accountCreateSchema, accountListSchema, accountSchema, accountUpdateSchema } from '@atlantic/contract/api.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import type { AccountActions } from './actions.ts';
import { viewOf } from './rules.ts';
import { findAccount, listAccounts } from './store.ts';

const COLLECTION = '/api/v1/accounts';
const ONE = `${COLLECTION}/:name`;

const params = z.object({ name: z.string() });
const tags = ['accounts'];

export const accountRoutes =
  (db: Database, actions: AccountActions): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      COLLECTION,
      { schema: { summary: 'List accounts', tags, response: { 200: accountListSchema } } },
      async () => ({ accounts: (await listAccounts(db)).map(viewOf) }),
    );

    app.post(
      COLLECTION,
      {
        schema: {
          summary: 'Create an account, whose limits hold for all its credentials together',
          tags,
          body: accountCreateSchema,
          response: { 201: accountSchema },
        },
      },
      async (request, reply) => {
        const made = await actions.create(request.body);
        return reply.code(201).header('location', `${COLLECTION}/${made.name}`).send(viewOf(made));
      },
    );

    app.get(
      ONE,
      { schema: { summary: 'Show an account', tags, params, response: { 200: accountSchema } } },
      async (request) => viewOf(await findAccount(db, request.params.name)),
    );

    app.patch(
      ONE,
      {
        schema: {
          summary: 'Change what the credentials of an account may do together',
          tags,
          params,
          body: accountUpdateSchema,
          response: { 200: accountSchema },
        },
      },
      async (request) => viewOf(await actions.update(request.params.name, request.body)),
    );

    app.delete(
      ONE,
      {
        schema: {
          summary: 'Delete an account that has no credentials',
          tags,
          params,
          response: { 204: z.undefined().describe('Deleted') },
        },
      },
      async (request, reply) => {
        await actions.remove(request.params.name);
        return reply.code(204).send();
      },
    );
  };
