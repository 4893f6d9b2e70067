import { describe, expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
  security: unknown[];
}

async function readDocument(): Promise<Document> {
  const { call } = await testApplication();
  return (await call('GET', '/api/v1/openapi.json')).json() as Document;
}

describe('the OpenAPI document', () => {
  it('lists the operations of the API, and nothing of the channel to the planes', async () => {
    const { openapi, paths, security } = await readDocument();
    expect(openapi).toBe('3.1.0');
    expect(Object.entries(paths).map(([path, methods]) => `${path} ${Object.keys(methods).sort()}`)).toEqual([
      '/api/v1/accounts get,post',
      '/api/v1/accounts/{name} delete,get,patch',
      '/api/v1/credentials get,post',
      '/api/v1/credentials/{name} delete,get,patch',
      '/api/v1/credentials/{name}/rotate post',
      '/api/v1/usage get',
      '/api/v1/config/apply post',
      '/api/v1/config/history get',
      '/api/v1/pools get',
      '/api/v1/pools/{name}/health get',
      '/api/v1/bans get,post',
      '/api/v1/bans/{id} delete',
      '/api/v1/endpoints/{id}/test post',
      '/api/v1/pools/{name}/endpoints delete,get,post',
      '/api/v1/pools/{name}/endpoints/{id} delete,patch',
      '/api/v1/status get',
      '/api/v1/planes get,post',
      '/api/v1/planes/{name} get',
      '/api/v1/planes/{name}/revoke post',
      '/api/v1/planes/{name}/commands post',
      '/api/v1/sessions get,post',
      '/api/v1/sessions/{id}/rotate post',
      '/api/v1/sessions/{id}/report post',
      '/api/v1/sessions/{id} delete',
      '/api/v1/supply/status get',
      '/api/v1/supply/runs get,post',
      '/api/v1/supply/runs/current delete',
      '/api/v1/supply/proxies get',
      '/api/v1/supply/export get',
      '/api/v1/supply/proxies/{key} get',
      '/api/v1/supply/feeds get,post',
      '/api/v1/supply/feeds/{name} delete,get,patch',
      '/api/v1/supply/feeds/{name}/test post',
    ]);
    expect(security).toEqual([{ bearer: [] }, { apiKey: [] }]);
  });

  it('says for each that it may answer with a problem', async () => {
    const { paths } = await readDocument();
    for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      const failure = operation.responses.default?.content?.['application/problem+json'];
      expect(failure?.schema).toEqual({ $ref: '#/components/schemas/Problem' });
    }
  });

  it('refers to nothing that it does not define', async () => {
    const document = await readDocument();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references).toContain('CredentialWithSecret');
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(references));
    expect(Object.keys(document.components.schemas).filter((name) => name.endsWith('Input'))).toEqual([]);
  });
});
