import { controlFeedListSchema, controlFeedSchema } from '@atlantic/contract/api-feed.ts';
import { PLANE_PATHS } from '@atlantic/contract/plane.ts';
import { manifestSchema, partSchemas } from '@atlantic/contract/snapshot.ts';
import { feedSchema } from '@atlantic/contract/supply/feed.ts';
import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { answeringSupply } from '../../fixture/supply.ts';

const FEEDS = '/api/v1/supply/feeds';
const YAML = `
supply:
  listen: 127.0.0.1:1
  judges: [{ url: "http://192.0.2.1/" }]
  feeds: [{ name: ours, list: ["192.0.2.1:8080"] }]`;
const NEW = {
  name: 'new',
  url: 'https://lists.example/new.txt',
  headers: { Authorization: 'Bearer hush' },
  kind: 'http',
};

async function opened() {
  const application = await testApplication(YAML);
  const { call, supplyCall } = application;
  const list = async () => controlFeedListSchema.parse((await call('GET', FEEDS)).json()).feeds;
  async function told() {
    const { parts } = manifestSchema.parse((await supplyCall('GET', PLANE_PATHS.manifest)).json());
    return partSchemas.supply.parse((await supplyCall('GET', `${PLANE_PATHS.parts}/${parts.supply}`)).json()).feeds;
  }
  return { ...application, list, told };
}

describe('/api/v1/supply/feeds', () => {
  it('adds, shows, changes, pauses and removes, and tells supply', async () => {
    const { call, list, told } = await opened();
    const created = await call('POST', FEEDS, NEW);
    expect([created.status, created.headers.location]).toEqual([201, `${FEEDS}/new`]);
    expect(controlFeedSchema.parse(created.json())).toMatchObject({
      ...{ managed: 'api', headers: ['Authorization'], state: 'unknown', everySeconds: 1_800 },
    });
    expect((await told()).find(({ name }) => name === 'new')).toMatchObject({
      headers: { Authorization: 'Bearer hush' },
    });
    expect((await list()).map(({ name, managed, state }) => [name, managed, state])).toEqual([
      ['ours', 'file', 'unknown'],
      ['new', 'api', 'unknown'],
      ['well-known', 'shipped', 'off'],
    ]);
    const paused = await call('PATCH', `${FEEDS}/new`, { enabled: false, everySeconds: 60 });
    expect(paused.json()).toMatchObject({ state: 'off', everySeconds: 60, headers: ['Authorization'] });
    expect(paused.text).not.toContain('hush');
    expect((await told()).find(({ name }) => name === 'new')).toMatchObject({ enabled: false });
    expect((await call('DELETE', `${FEEDS}/new`)).status).toBe(204);
    expect((await told()).map(({ name }) => name)).toEqual(['ours', 'well-known']);
    expect((await call('GET', `${FEEDS}/nwe`)).json()).toMatchObject({ code: 'not_found' });
  });

  it('switches on what ships, and keeps its source', async () => {
    const { call, told } = await opened();
    const own = `${FEEDS}/well-known`;
    expect((await call('PATCH', own, { enabled: true })).json()).toMatchObject({
      managed: 'shipped',
      state: 'unknown',
    });
    expect((await call('PATCH', own, { everySeconds: 60 })).json()).toMatchObject({ enabled: true, everySeconds: 60 });
    expect((await told()).find(({ name }) => name === 'well-known')).toMatchObject({ enabled: true, everySeconds: 60 });
    for (const answer of [await call('PATCH', own, { url: 'https://a.example/' }), await call('DELETE', own)])
      expect(answer.json()).toMatchObject({ code: 'validation_failed' });
  });

  it('leaves to the file what is the file’s, and names to whom they belong', async () => {
    const { call } = await opened();
    for (const answer of [
      await call('PATCH', `${FEEDS}/ours`, { enabled: false }),
      await call('DELETE', `${FEEDS}/ours`),
    ])
      expect(answer.json()).toMatchObject({ code: 'managed_by_file' });
    for (const name of ['ours', 'well-known'])
      expect((await call('POST', FEEDS, { ...NEW, name })).json()).toMatchObject({ code: 'name_taken' });
    const { json } = await call('POST', FEEDS, { name: 'new', list: [], headers: {} });
    expect(json()).toMatchObject({ code: 'validation_failed', errors: [{ field: 'headers' }] });
    expect((await call('PATCH', `${FEEDS}/ours`, {})).status).toBe(400);
  });

  it('has supply test one with all that belongs to it', async () => {
    const { call, ...application } = await opened();
    await call('POST', FEEDS, NEW);
    const away = await call('POST', `${FEEDS}/new/test`);
    expect(away.json()).toMatchObject({ code: 'supply_away' });
    const report = {
      ...{ feed: 'new', at: 1, seconds: 1, bytes: 9, unchanged: false, problem: null, detail: null, format: 'text' },
      ...{ found: 1, fresh: 1, duplicate: 0, rejected: {} },
    };
    const tested = { report, sample: ['http://192.0.2.1:80'] };
    const state = { state: 'active', failures: 0, nextAt: 5, changedAt: 1, alive: 3, yield: 0.5, last: report };
    const { headers: _, ...definition } = feedSchema.parse({ ...NEW, managed: 'api' });
    const view = { ...definition, headers: [], listed: 0, ...state };
    const { asked } = await answeringSupply(
      { call, ...application },
      {
        'POST /v1/feeds/test': [200, tested],
        'GET /v1/feeds': [200, { feeds: [view] }],
      },
    );
    expect((await call('POST', `${FEEDS}/new/test`)).json()).toEqual(tested);
    expect(asked).toEqual(['POST /v1/feeds/test', { ...definition, headers: NEW.headers }]);
    expect((await call('GET', `${FEEDS}/new`)).json()).toMatchObject(state);
  });
});
