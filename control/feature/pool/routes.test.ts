import { poolListSchema } from '@atlantic/contract/api.ts';
import { poolHealthSchema } from '@atlantic/contract/api-endpoint.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

const YAML = `
pools: [{ name: rented, kind: list, endpoints: ['http://user:hush@proxy.example:3128'] }]
routes: [{ pool: rented }]`;

describe('/api/v1/pools', () => {
  it('lists what the file declares, without passwords', async () => {
    const { call } = await testApplication(YAML);
    const { json, text } = await call('GET', '/api/v1/pools');
    expect(poolListSchema.parse(json())).toEqual({
      pools: [
        {
          name: 'rented',
          kind: 'list',
          managed: 'file',
          endpoints: ['http://proxy.example:3128'],
          endpointCount: 1,
          imported: 0,
          routes: 1,
        },
      ],
      undeclared: [],
    });
    expect(text).not.toContain('hush');
  });

  it('show how planes find their endpoints, and know no other pools', async () => {
    const { call } = await testApplication(YAML);
    const { json } = await call('GET', '/api/v1/pools/rented/health');
    expect(poolHealthSchema.parse(json())).toEqual({ pool: 'rented', planes: [] });
    expect((await call('GET', '/api/v1/pools/lost/health')).status).toBe(404);
  });
});
