/** `/api/v1/planes`. */
import {
  planeCommandCreateSchema,
  planeCommandSchema,
  planeCreateSchema,
  planeListSchema,
  planeRevokeSchema,
  planeSchema,
  planeWithTokenSchema,
} from '@atlantic/contract/api.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import type { PlaneActions } from './actions.ts';
import { commandView, type PlanePresence, viewOf } from './rules.ts';
import { findPlaneRow, listPlaneRows } from './store.ts';

const COLLECTION = '/api/v1/planes';
const ONE = `${COLLECTION}/:name`;
const params = z.object({ name: z.string() });
const tags = ['planes'];

/** `presenceOf`: what is known of the plane of this id beside its row. */
export const planeFeatureRoutes =
  (db: Database, actions: PlaneActions, presenceOf: (id: string) => PlanePresence): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(COLLECTION, { schema: { summary: 'List planes', tags, response: { 200: planeListSchema } } }, async () => ({
      planes: (await listPlaneRows(db)).map((row) => viewOf(row, presenceOf(row.id))),
    }));

    app.post(
      COLLECTION,
      {
        schema: {
          summary: 'Create a plane; its token is shown in this answer only',
          tags,
          body: planeCreateSchema,
          response: { 201: planeWithTokenSchema },
        },
      },
      async (request, reply) => {
        const { row, token } = await actions.create(request.body.name);
        return reply
          .code(201)
          .header('location', `${COLLECTION}/${row.name}`)
          .send({ ...viewOf(row, presenceOf(row.id)), token });
      },
    );

    app.get(
      ONE,
      { schema: { summary: 'Show a plane', tags, params, response: { 200: planeSchema } } },
      async (request) => {
        const row = await findPlaneRow(db, request.params.name);
        return viewOf(row, presenceOf(row.id));
      },
    );

    app.post(
      `${ONE}/revoke`,
      {
        schema: {
          summary: 'Revoke a plane: its stream ends and its token opens nothing any more',
          tags,
          params,
          body: planeRevokeSchema,
          response: { 200: planeSchema },
        },
      },
      async (request) => {
        const row = await actions.revoke(request.params.name, request.body.writeOff);
        return viewOf(row, { ...presenceOf(row.id), connected: false });
      },
    );

    app.post(
      `${ONE}/commands`,
      {
        schema: {
          summary: 'Give a plane a command, and wait for its acknowledgement',
          tags,
          params,
          body: planeCommandCreateSchema,
          response: { 200: planeCommandSchema },
        },
      },
      async (request) => {
        const { order, waitSeconds } = request.body;
        return commandView(await actions.command(request.params.name, order, waitSeconds * 1000));
      },
    );
  };
