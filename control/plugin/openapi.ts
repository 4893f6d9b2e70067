/** The OpenAPI 3.1 document, made of the same schemas that check requests and answers. */
import {
  credentialListSchema,
  credentialSchema,
  credentialWithSecretSchema,
  endpointImportReportSchema,
  endpointPageSchema,
  endpointViewSchema,
  planeCommandSchema,
  planeListSchema,
  planeSchema,
  planeWithTokenSchema,
  poolListSchema,
  problemSchema,
  statusSchema,
  usageSchema,
} from '@atlantic/contract/api.ts';
import { fastifySwagger } from '@fastify/swagger';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from './app-type.ts';

/** Schemas that appear in the document under a name. */
const schemaRegistry = z.registry<{ id: string }>();
schemaRegistry.add(problemSchema, { id: 'Problem' });
schemaRegistry.add(credentialSchema, { id: 'Credential' });
schemaRegistry.add(credentialWithSecretSchema, { id: 'CredentialWithSecret' });
schemaRegistry.add(credentialListSchema, { id: 'CredentialList' });
schemaRegistry.add(usageSchema, { id: 'Usage' });
schemaRegistry.add(poolListSchema, { id: 'PoolList' });
schemaRegistry.add(endpointViewSchema, { id: 'Endpoint' });
schemaRegistry.add(endpointPageSchema, { id: 'EndpointPage' });
schemaRegistry.add(endpointImportReportSchema, { id: 'EndpointImportReport' });
schemaRegistry.add(planeSchema, { id: 'Plane' });
schemaRegistry.add(planeWithTokenSchema, { id: 'PlaneWithToken' });
schemaRegistry.add(planeListSchema, { id: 'PlaneList' });
schemaRegistry.add(planeCommandSchema, { id: 'PlaneCommand' });
schemaRegistry.add(statusSchema, { id: 'Status' });

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
