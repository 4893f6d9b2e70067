import { poolListSchema } from '@atlantic/contract/api.ts';
import { endpointImportReportSchema, endpointPageSchema } from '@atlantic/contract/api-endpoint.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

const COLLECTION = '/api/v1/pools/rented/endpoints';
const YAML = `
pools: [{ name: rented, kind: list, endpoints: ['http://f:filepass@file.example:1'] }, { name: empty, kind: list }]
routes: [{ match: { ports: [443] }, pool: rented }, { pool: direct }]`;

/** The endpoints of the first pool as the planes are told now. */
function published({ publisher }: Awaited<ReturnType<typeof testApplication>>) {
  const text = publisher.part(publisher.manifest().parts.pools, 'egress');
  return JSON.parse(text ?? '[]')[0].endpoints as Record<string, unknown>[];
}

describe('/api/v1/pools/NAME/endpoints', () => {
  it('lives through import, list, replace and delete, and tells the planes', async () => {
    const application = await testApplication(YAML);
    const { call } = application;
    const text = 'anna:hush@a.example:1\nb.example:2\nsocks4://b.example\nnonsense';
    const imported = await call('POST', COLLECTION, { text, scheme: 'socks5' });
    expect(endpointImportReportSchema.parse(imported.json())).toMatchObject({ added: 3, rejected: 1 });
    expect(published(application)).toMatchObject([
      { host: 'file.example', password: 'filepass' },
      { kind: 'socks5', host: 'a.example', username: 'anna', password: 'hush' },
      { kind: 'socks5', host: 'b.example', port: 2 },
      { kind: 'socks4', host: 'b.example', port: 1080 },
    ]);
    expect(Object.keys(published(application)[2] ?? {})).toEqual(['id', 'address', 'kind', 'host', 'port']);

    const first = await call('GET', `${COLLECTION}?limit=3`);
    const { endpoints, next } = endpointPageSchema.parse(first.json());
    expect(endpoints.map(({ address, managed }) => [address, managed])).toEqual([
      ['http://file.example:1', 'file'],
      ['socks5://a.example:1', 'api'],
      ['socks5://b.example:2', 'api'],
    ]);
    const second = await call('GET', `${COLLECTION}?limit=3&cursor=${next}`);
    expect(second.json()).toMatchObject({ endpoints: [{ address: 'socks4://b.example:1080' }], next: null });

    const pools = await call('GET', '/api/v1/pools');
    expect(poolListSchema.parse(pools.json()).pools).toMatchObject([
      { endpointCount: 4, imported: 3 },
      { endpointCount: 0 },
      { endpointCount: 0 },
    ]);

    const version = application.publisher.manifest().version;
    const replaced = await call('POST', COLLECTION, { text: 'c.example:3', replace: true });
    expect(replaced.json()).toMatchObject({ added: 1, removed: 3 });
    expect(application.publisher.manifest().version).toBe(version + 1);
    const left = endpointPageSchema.parse((await call('GET', COLLECTION)).json()).endpoints;
    expect((await call('DELETE', `${COLLECTION}/${left[1]?.id}`)).status).toBe(204);
    expect((await call('DELETE', `${COLLECTION}/${left[1]?.id}`)).status).toBe(404);
    expect((await call('DELETE', COLLECTION)).json()).toEqual({ removed: 0 });
    expect(published(application)).toHaveLength(1);

    const said =
      [imported, first, second, pools, replaced].map((answer) => answer.text).join() + application.logged.join();
    expect(said).not.toMatch(/hush|anna|filepass/);
  });

  it('shows what is known of an endpoint, and changes it', async () => {
    const application = await testApplication(YAML);
    const { call } = application;
    const report = await call('POST', COLLECTION, { text: 'a.example:1 country=us weight=2\nb.example:1 city=berlin' });
    expect(report.json()).toMatchObject({ added: 2, remarked: 1, problems: [{ line: 2 }] });
    const { endpoints } = endpointPageSchema.parse((await call('GET', COLLECTION)).json());
    expect(endpoints.slice(1)).toMatchObject([
      { weight: 2, country: 'us', city: null },
      { weight: 1, country: null },
    ]);
    const one = `${COLLECTION}/${endpoints[1]?.id}`;
    const changed = await call('PATCH', one, { weight: 0.5, city: 'New York', country: null });
    expect(changed.json()).toMatchObject({ code: 'validation_failed' });
    expect((await call('PATCH', one, { weight: 0.5, city: 'New York' })).json()).toMatchObject({
      weight: 0.5,
      country: 'us',
      city: 'new_york',
    });
    expect(published(application)[1]).toMatchObject({ weight: 0.5, country: 'us', city: 'new_york' });
    for (const wrong of [{}, { weight: 0 }, { country: 'Narnia' }, { speed: 1 }])
      expect((await call('PATCH', one, wrong)).json()).toMatchObject({ code: 'validation_failed' });
    expect((await call('PATCH', `${COLLECTION}/${endpoints[0]?.id}`, { weight: 2 })).json()).toMatchObject({
      code: 'managed_by_file',
    });
  });

  it('answers with the reasons when nothing can be used, and repeats nothing of the list', async () => {
    const application = await testApplication(YAML);
    const { version } = application.publisher.manifest();
    const refused = await application.call('POST', COLLECTION, { text: 'anna:hush@a\nanna:hush', replace: true });
    expect([refused.status, refused.json()]).toMatchObject([
      400,
      { code: 'list_unusable', detail: expect.stringMatching(/^line 1: .*; line 2: /) },
    ]);
    expect(refused.text + application.logged.join()).not.toMatch(/hush|anna/);
    expect(application.publisher.manifest().version).toBe(version);
  });

  it('refuses pools that are none, and fields that are wrong', async () => {
    const { call } = await testApplication(YAML);
    const to = (pool: string, body: object) => call('POST', `/api/v1/pools/${pool}/endpoints`, body);
    const text = 'a.example:1';
    for (const [answer, code] of [
      [await to('direct', { text }), 'pool_not_list'],
      [await to('emtpy', { text }), 'not_found'],
      [await to('rented', {}), 'validation_failed'],
      [await to('rented', { text, scheme: 'ftp' }), 'validation_failed'],
      [await to('rented', { text, more: 1 }), 'validation_failed'],
      [await call('GET', `${COLLECTION}?limit=1001`), 'validation_failed'],
      [await call('GET', `${COLLECTION}?cursor=x`), 'validation_failed'],
    ] as const)
      expect(answer.json()).toMatchObject({ code });
    expect((await to('empty', { text })).json()).toMatchObject({ added: 1 });
  });

  it('takes a list of 4 MiB, and no larger one', async () => {
    const { call } = await testApplication(YAML);
    const line = `${'#'.repeat(63)}\n`;
    const whole = `a.example:1\n${line.repeat((4 * 1024 * 1024) / line.length)}`;
    expect((await call('POST', COLLECTION, { text: whole.slice(0, 4 * 1024 * 1024) })).json()).toMatchObject({
      added: 1,
    });
    const large = await call('POST', COLLECTION, { text: whole });
    expect(large.json()).toMatchObject({ detail: expect.stringContaining('the list is larger than 4 MiB') });
    expect((await call('POST', COLLECTION, { text: whole.repeat(2) })).status).toBe(413);
  });
});
