/** The OpenAPI 3.1 document, made of the same schemas that check requests and answers. */

import {
  accountListSchema,
  accountSchema,
  credentialListSchema,
  credentialSchema,
  credentialWithSecretSchema,
  planeCommandSchema,
  planeListSchema,
  planeSchema,
  planeWithTokenSchema,
  poolListSchema,
  problemSchema,
  usageSchema,
} from '@atlantic/contract/api.ts';
import { banCreatedSchema, banListSchema, banRemovedSchema, banViewSchema } from '@atlantic/contract/api-ban.ts';
import { endpointImportReportSchema, endpointPageSchema, endpointViewSchema } from '@atlantic/contract/api-endpoint.ts';
import { controlFeedListSchema, controlFeedSchema } from '@atlantic/contract/api-feed.ts';
import {
  newSessionSchema,
  sessionOrderSchema,
  sessionPageSchema,
  sessionViewSchema,
} from '@atlantic/contract/api-session.ts';
import { configAppliedSchema, configHistorySchema, configRevisionSchema } from '@atlantic/contract/config-change.ts';
import { statusSchema } from '@atlantic/contract/status.ts';
import {
  feedTestSchema,
  historyViewSchema,
  proxyPageSchema,
  proxyViewSchema,
  runStartedSchema,
} from '@atlantic/contract/supply/api.ts';
import { feedReportSchema } from '@atlantic/contract/supply/feed.ts';
import { runReportSchema, supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import { fastifySwagger } from '@fastify/swagger';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from './app-type.ts';

/** Schemas that appear in the document under a name. In zod's own registry, where the meanings of fields are too. */
const NAMED = {
  Problem: problemSchema,
  Account: accountSchema,
  AccountList: accountListSchema,
  Credential: credentialSchema,
  CredentialWithSecret: credentialWithSecretSchema,
  CredentialList: credentialListSchema,
  Usage: usageSchema,
  PoolList: poolListSchema,
  Endpoint: endpointViewSchema,
  EndpointPage: endpointPageSchema,
  EndpointImportReport: endpointImportReportSchema,
  Session: sessionViewSchema,
  SessionPage: sessionPageSchema,
  NewSession: newSessionSchema,
  SessionOrder: sessionOrderSchema,
  Ban: banViewSchema,
  BanList: banListSchema,
  BanCreated: banCreatedSchema,
  BanRemoved: banRemovedSchema,
  Plane: planeSchema,
  PlaneWithToken: planeWithTokenSchema,
  PlaneList: planeListSchema,
  PlaneCommand: planeCommandSchema,
  Status: statusSchema,
  Feed: controlFeedSchema,
  FeedList: controlFeedListSchema,
  FeedReport: feedReportSchema,
  FeedTest: feedTestSchema,
  SupplyStatus: supplyStatusSchema,
  SupplyRun: runReportSchema,
  SupplyRunStarted: runStartedSchema,
  Proxy: proxyViewSchema,
  ProxyPage: proxyPageSchema,
  ProxyHistory: historyViewSchema,
  ConfigApplied: configAppliedSchema,
  ConfigRevision: configRevisionSchema,
  ConfigHistory: configHistorySchema,
};
const schemaRegistry = z.globalRegistry;
for (const [id, schema] of Object.entries(NAMED)) schemaRegistry.add(schema, { id });

/** What every operation may answer instead of its own. */
const FAILURE = {
  description: 'An RFC 9457 problem document; `code` names the error.',
  content: { 'application/problem+json': { schema: problemSchema } },
};

/** The transform writes a second, unused `NAMEInput` for each named schema; the document is easier to read without. */
function dropInputTwins(schemas: Record<string, unknown>): void {
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name];
}

/** Must be registered before the routes it is to describe. */
export async function registerOpenApi(app: App, version: string): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRoute', ({ schema }) => {
    if (schema && schema.hide !== true) schema.response = { ...(schema.response ?? {}), default: FAILURE };
  });
  const namedSchemas = createJsonSchemaTransformObject({ schemaRegistry });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Atlantic control API', version, license: { name: 'MIT', identifier: 'MIT' } },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The API key.' },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        },
      },
      security: [{ bearer: [] }, { apiKey: [] }],
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject(source) {
      const document = namedSchemas(source);
      if ('components' in document) dropInputTwins(document.components?.schemas ?? {});
      return document;
    },
  });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
