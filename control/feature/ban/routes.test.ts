import { banCreatedSchema, banListSchema } from '@atlantic/contract/api-ban.ts';
import { endpointPageSchema } from '@atlantic/contract/api-endpoint.ts';
import { commandSchema, PLANE_PATHS, type PlaneReport } from '@atlantic/contract/plane.ts';
import { expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

const YAML = `
pools: [{ name: rented, kind: list, endpoints: ['http://file.example:1'] }]
routes: [{ pool: rented }]`;
const REPORT: PlaneReport = {
  epoch: 'epoch001',
  version: '1',
  uptimeSeconds: 1,
  snapshotVersion: 3,
  logLevel: 'info',
  draining: false,
  listeners: [],
  workers: [],
};

it('goes down as an order, comes up in a report, and shows at its endpoint', async () => {
  const { call, planeCall, streams, publisher, logged } = await testApplication(YAML);
  const page = await call('GET', '/api/v1/pools/rented/endpoints');
  const [endpoint] = endpointPageSchema.parse(page.json()).endpoints;
  if (!endpoint) throw new Error('the pool has an endpoint');
  expect((await call('POST', '/api/v1/bans', { endpoint: endpoint.id })).json()).toMatchObject({ code: 'plane_away' });

  const stream = streams.open('local', publisher.manifest());
  const ordered = new Promise<string>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      const [, data] = /event: command\ndata: (.*)\n/.exec(chunk.toString()) ?? [];
      if (data !== undefined) resolve(data);
    });
  });
  const adding = call('POST', '/api/v1/bans', { endpoint: endpoint.id, target: 'www.shop.example:443', minutes: 2 });
  const { number, order } = commandSchema.parse(JSON.parse(await ordered));
  await planeCall('POST', PLANE_PATHS.acknowledge, { number, obeyed: true });
  const { ban, planes } = banCreatedSchema.parse((await adding).json());
  expect([ban.site, ban.endpoint, planes]).toEqual([
    'shop.example',
    endpoint.id,
    [{ plane: 'local', obeyed: true, detail: null }],
  ]);

  const { add } = order;
  await planeCall('POST', PLANE_PATHS.report, { ...REPORT, bans: add });
  const { bans } = banListSchema.parse((await call('GET', '/api/v1/bans')).json());
  expect(bans).toEqual([{ ...ban, planes: ['local'] }]);
  const shown = endpointPageSchema.parse((await call('GET', '/api/v1/pools/rented/endpoints')).json());
  expect(shown.endpoints[0]?.bans).toEqual([{ site: 'shop.example', until: ban.until, why: 'api' }]);
  expect((await call('GET', '/api/v1/planes')).text).not.toContain('shop.example');
  expect(logged.join()).not.toContain('shop.example');
});

it('says which field is wrong', async () => {
  const { call } = await testApplication(YAML);
  const answer = await call('POST', '/api/v1/bans', { endpoint: 'rented-1', target: 'no host' });
  expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ field: 'target' }] });
});
