/** `/api/v1/credentials`. */
import {
  credentialCreateSchema,
  credentialListSchema,
  credentialSchema,
  credentialUpdateSchema,
  credentialWithSecretSchema,
} from '@atlantic/contract/api.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import type { CredentialActions, WithSecret } from './actions.ts';
import { viewOf } from './rules.ts';
import { findCredential, listCredentials } from './store.ts';

const COLLECTION = '/api/v1/credentials';
const ONE = `${COLLECTION}/:name`;

/** Names are only looked up here: one that cannot exist is not found, like any other. */
const params = z.object({ name: z.string() });
const tags = ['credentials'];

const viewWithSecret = ({ record, secret }: WithSecret) => ({ ...viewOf(record), secret });

export const credentialRoutes =
  (db: Database, actions: CredentialActions): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      COLLECTION,
      { schema: { summary: 'List credentials', tags, response: { 200: credentialListSchema } } },
      async () => ({ credentials: (await listCredentials(db)).map(viewOf) }),
    );

    app.post(
      COLLECTION,
      {
        schema: {
          summary: 'Create a credential; its secret is shown in this answer only',
          tags,
          body: credentialCreateSchema,
          response: { 201: credentialWithSecretSchema },
        },
      },
      async (request, reply) => {
        const made = await actions.create(request.body);
        return reply
          .code(201)
          .header('location', `${COLLECTION}/${encodeURIComponent(made.record.name)}`)
          .send(viewWithSecret(made));
      },
    );

    app.get(
      ONE,
      { schema: { summary: 'Show a credential', tags, params, response: { 200: credentialSchema } } },
      async (request) => viewOf(await findCredential(db, request.params.name)),
    );

    app.patch(
      ONE,
      {
        schema: {
          summary: 'Pause or resume a credential, or change its quota or the addresses it may be used from',
          tags,
          params,
          body: credentialUpdateSchema,
          response: { 200: credentialSchema },
        },
      },
      async (request) => viewOf(await actions.update(request.params.name, request.body)),
    );

    app.delete(
      ONE,
      {
        schema: {
          summary: 'Delete a credential',
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

    app.post(
      `${ONE}/rotate`,
      {
        schema: {
          summary: 'Give a credential a new secret; the old one stops working at once',
          tags,
          params,
          response: { 200: credentialWithSecretSchema },
        },
      },
      async (request) => viewWithSecret(await actions.rotate(request.params.name)),
    );
  };
