import { PLANE_PATHS, type PlaneReport } from '@atlantic/contract/plane.ts';
import { manifestSchema, partSchemas } from '@atlantic/contract/snapshot.ts';
import { type Offered, SUPPLY_PATHS } from '@atlantic/contract/supply/channel.ts';
import { expect, it } from 'vitest';
import { testApplication } from '../fixture/application.ts';

const YAML = `
pools: [{ name: public, kind: supply, max: 10 }]
routes: [{ pool: public }]`;
const proxy = (host: string): Offered => ({ kind: 'http', host, port: 80, country: 'de', asn: 64_500, provenAt: 5 });

async function opened() {
  const application = await testApplication(YAML);
  const { planeCall, supplyCall } = application;
  const offer = (...proxies: Offered[]) => supplyCall('POST', SUPPLY_PATHS.offer, { pool: 'public', proxies });
  const manifest = async () => manifestSchema.parse((await planeCall('GET', PLANE_PATHS.manifest)).json());
  async function pool() {
    const { parts } = await manifest();
    const part = await planeCall('GET', `${PLANE_PATHS.parts}/${parts.pools}`);
    return partSchemas.pools.parse(part.json()).find(({ kind }) => kind === 'supply');
  }
  return { ...application, offer, manifest, pool };
}

it('fills the pools of planes, and publishes only what changed', async () => {
  const { offer, manifest, pool } = await opened();
  expect((await pool())?.endpoints).toEqual([]);
  const { version } = await manifest();
  expect((await offer(proxy('192.0.2.1'), proxy('192.0.2.2'))).status).toBe(204);
  expect((await pool())?.endpoints).toMatchObject([
    { address: 'http://192.0.2.1:80', country: 'de', asn: 64_500, provenAt: 5 },
    { address: 'http://192.0.2.2:80' },
  ]);
  await offer(proxy('192.0.2.2'), proxy('192.0.2.1'));
  expect((await manifest()).version).toBe(version + 1);
  await offer();
  expect((await pool())?.endpoints).toEqual([]);
});

it('takes offers of supply alone, for pools that are there, and of as many as a pool may hold', async () => {
  const { planeCall, supplyCall, offer, manifest } = await opened();
  const { version } = await manifest();
  expect((await planeCall('POST', SUPPLY_PATHS.offer, { pool: 'public', proxies: [] })).status).toBe(404);
  expect((await supplyCall('POST', SUPPLY_PATHS.offer, { pool: 'gone', proxies: [proxy('192.0.2.1')] })).status).toBe(
    204,
  );
  expect((await supplyCall('POST', SUPPLY_PATHS.offer, { pool: 'public' })).status).toBe(400);
  expect((await manifest()).version).toBe(version);
  const many = Array.from({ length: 10_000 }, (_, at) => ({
    ...proxy(`192.0.${at >> 8}.${at & 255}`),
    username: 'u'.repeat(64),
    password: 'p'.repeat(64),
  }));
  expect((await offer(...many)).status).toBe(204);
});

it('tells supply what traffic made of its proxies', async () => {
  const { offer, pool, planeCall, streams, publisher } = await opened();
  await offer(proxy('192.0.2.1'));
  const id = (await pool())?.endpoints[0]?.id ?? '';
  const report: PlaneReport = {
    ...{ epoch: 'epoch001', version: '1', uptimeSeconds: 1, snapshotVersion: 1, logLevel: 'info', draining: false },
    ...{ listeners: [], workers: [] },
    endpoints: [
      {
        ...{ pool: 'public', endpoint: id, state: 'ejected', code: 'connection_refused', since: 7, requests: 4 },
        ...{ heldBack: false, totals: { ok: 3, faults: 4 } },
      },
    ],
  };
  const stream = streams.open('supply', publisher.manifest(), 'supply');
  stream.read();
  expect((await planeCall('POST', PLANE_PATHS.report, report)).status).toBe(204);
  const endpoint = {
    key: 'http://192.0.2.1:80',
    ok: 3,
    faults: 4,
    ejected: true,
    code: 'connection_refused',
    since: 7,
  };
  const told = { epoch: 'epoch001', endpoints: [endpoint] };
  expect(String(stream.read())).toBe(`event: traffic\ndata: ${JSON.stringify(told)}\n\n`);
  await offer();
  await planeCall('POST', PLANE_PATHS.report, report);
  expect(String(stream.read())).not.toContain('traffic');
});

it('shows what it was offered in its pools, where nobody can change it', async () => {
  const { offer, call } = await opened();
  await offer(proxy('192.0.2.1'));
  const pools = (await call('GET', '/api/v1/pools')).json();
  expect(pools).toMatchObject({ pools: [{ name: 'public', kind: 'supply', endpointCount: 1, imported: 0 }] });
  const page = (await call('GET', '/api/v1/pools/public/endpoints')).json();
  expect(page).toMatchObject({
    endpoints: [
      { managed: 'supply', country: 'de', asn: 64_500, createdAt: null, provenAt: '1970-01-01T00:00:00.005Z' },
    ],
    next: null,
  });
  const imported = await call('POST', '/api/v1/pools/public/endpoints', { text: '192.0.2.2:80' });
  expect(imported.json()).toMatchObject({ code: 'pool_not_list' });
});
