/** The channel to the planes, `/plane/v1`, as contract/plane.ts describes it. */
import { digestSchema } from '@atlantic/contract/digest.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import {
  acknowledgementSchema,
  adoptedSchema,
  grantReplySchema,
  grantRequestSchema,
  PLANE_PATHS,
  planeReportSchema,
  usageReceiptSchema,
  usageReportSchema,
} from '@atlantic/contract/plane.ts';
import { SUPPLY_PATHS, supplyOfferSchema } from '@atlantic/contract/supply/channel.ts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Database } from '../db/schema.ts';
import { callingPlane } from '../plugin/auth.ts';
import type { Adoption } from './adoption.ts';
import type { Commands } from './commands.ts';
import { answerGrants } from './grant.ts';
import type { Offers } from './offers.ts';
import type { Publisher } from './publisher.ts';
import type { Reports } from './reports.ts';
import { isRevoked, knowsEpoch, openEpoch } from './store.ts';
import type { PlaneStreams } from './streams.ts';
import { applyUsage } from './usage.ts';
import type { Spending } from './usage-rules.ts';

export interface PlaneChannel {
  db: Database;
  now: () => number;
  publisher: Publisher;
  streams: PlaneStreams;
  adoption: Adoption;
  reports: Reports;
  commands: Commands;
  offers: Offers;
  countUsage: (spending: readonly Spending[]) => void;
}

/** A report of 5000 slots with long names is about 2 MiB. */
const LARGEST_REPORT = 4 * 1024 * 1024;
/** Ten thousand proxies with long names and passwords. */
const LARGEST_OFFER = 8 * 1024 * 1024;

const config = { access: 'plane' as const };
/** What only planes that serve clients have to say. */
const ofEgress = { ...config, kind: 'egress' as const };

/** RFC 9110 §13.1.2: a list of tags, compared weakly, or `*`. */
const namesTag = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((item) => item.trim() === '*' || item.trim().replace(/^W\//, '') === tag);

export const planeRoutes =
  ({
    db,
    now,
    publisher,
    streams,
    adoption,
    reports,
    commands,
    offers,
    countUsage,
  }: PlaneChannel): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(PLANE_PATHS.manifest, { config, schema: { hide: true } }, async (request, reply) => {
      const manifest = publisher.manifest();
      const tag = `"${manifest.version}"`;
      reply.header('etag', tag);
      if (namesTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
      return reply.send(manifest);
    });

    app.get(
      `${PLANE_PATHS.parts}/:digest`,
      { config, schema: { hide: true, params: z.object({ digest: digestSchema }) } },
      async (request, reply) => {
        const text = publisher.part(request.params.digest, callingPlane(request).kind);
        if (text === undefined) throw new AtlanticError('not_found');
        return reply.type('application/json; charset=utf-8').send(text);
      },
    );

    app.get(PLANE_PATHS.stream, { config, exposeHeadRoute: false, schema: { hide: true } }, async (request, reply) => {
      const { id, kind } = callingPlane(request);
      const stream = streams.open(id, publisher.manifest(), kind);
      // Opened first: a command that is given in between comes twice rather than never.
      await commands.repeat(id);
      if (await isRevoked(db, id)) {
        // It was revoked between its admission and its stream.
        stream.destroy();
        throw new AtlanticError('plane_revoked');
      }
      return reply.type('text/event-stream').send(stream);
    });

    app.post(
      PLANE_PATHS.usage,
      {
        config: { ...ofEgress, settles: true as const },
        bodyLimit: LARGEST_REPORT,
        schema: { hide: true, body: usageReportSchema, response: { 200: usageReceiptSchema } },
      },
      async (request) => {
        const { id, revoked } = callingPlane(request);
        // What it had begun may be settled; nothing new may begin.
        if (revoked && !(await knowsEpoch(db, { plane: id, epoch: request.body.epoch })))
          throw new AtlanticError('plane_revoked');
        countUsage(await applyUsage(db, id, request.body, now()));
        return { applied: true as const };
      },
    );

    app.post(
      PLANE_PATHS.grants,
      { config: ofEgress, schema: { hide: true, body: grantRequestSchema, response: { 200: grantReplySchema } } },
      async (request) => {
        const { reply, scarce } = await answerGrants(db, callingPlane(request).id, request.body);
        if (scarce.length > 0) streams.recall(scarce);
        return reply;
      },
    );

    app.post(
      PLANE_PATHS.adopted,
      {
        config: ofEgress,
        schema: { hide: true, body: adoptedSchema, response: { 204: z.undefined().describe('Noted') } },
      },
      async (request, reply) => {
        adoption.adopted(callingPlane(request).id, request.body.version);
        return reply.code(204).send();
      },
    );

    app.post(
      PLANE_PATHS.report,
      {
        config,
        schema: { hide: true, body: planeReportSchema, response: { 204: z.undefined().describe('Noted') } },
      },
      async (request, reply) => {
        const { id, kind } = callingPlane(request);
        // From now on control knows that this epoch is to be settled, even if nothing is ever spent.
        if (kind === 'egress') await openEpoch(db, { plane: id, epoch: request.body.epoch });
        reports.note(id, request.body);
        if (kind === 'egress') await offers.heard(request.body);
        return reply.code(204).send();
      },
    );

    app.post(
      PLANE_PATHS.acknowledge,
      {
        config,
        schema: { hide: true, body: acknowledgementSchema, response: { 204: z.undefined().describe('Noted') } },
      },
      async (request, reply) => {
        await commands.acknowledge(callingPlane(request).id, request.body);
        return reply.code(204).send();
      },
    );

    app.post(
      SUPPLY_PATHS.offer,
      {
        config: { ...config, kind: 'supply' as const },
        bodyLimit: LARGEST_OFFER,
        schema: { hide: true, body: supplyOfferSchema, response: { 204: z.undefined().describe('Taken') } },
      },
      async (request, reply) => {
        await offers.take(request.body);
        return reply.code(204).send();
      },
    );

    app.addHook('preClose', async () => streams.close());
  };
