import { expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';
import { answeringSupply } from '../../fixture/supply.ts';

const ROOT = '/api/v1/supply';
const KEY = 'http://u%2540@192.0.2.1:80';

it('passes on what supply says, and what it is told', async () => {
  const application = await testApplication();
  const { call } = application;
  const page = { version: 3, publishedAt: 7, total: 0, proxies: [], next: null };
  const { asked } = await answeringSupply(application, {
    'GET /v1/runs': [200, { runs: [] }],
    'POST /v1/runs': [202, { run: 'r1', already: false }],
    'DELETE /v1/runs/current': [200, { aborted: true }],
    'GET /v1/proxies': [200, page],
  });
  expect((await call('GET', `${ROOT}/runs?most=2`)).json()).toEqual({ runs: [] });
  const begun = await call('POST', `${ROOT}/runs`, { force: true });
  expect([begun.status, begun.json()]).toEqual([202, { run: 'r1', already: false }]);
  expect((await call('DELETE', `${ROOT}/runs/current`)).json()).toEqual({ aborted: true });
  expect((await call('GET', `${ROOT}/proxies?limit=5&country=de`)).json()).toEqual(page);
  expect((await call('GET', `${ROOT}/proxies/${encodeURIComponent(KEY)}`)).json()).toMatchObject({ code: 'not_found' });
  expect(asked).toEqual([
    'GET /v1/runs?most=2',
    'POST /v1/runs',
    { force: true },
    'DELETE /v1/runs/current',
    'GET /v1/proxies?limit=5&country=de',
    `GET /v1/proxies/${encodeURIComponent(KEY)}`,
  ]);
});

it('says that supply is away', async () => {
  const { call } = await testApplication('supply: { listen: "127.0.0.1:1" }');
  const { status, json } = await call('GET', `${ROOT}/status`);
  expect([status, json()]).toMatchObject([503, { code: 'supply_away' }]);
  const off = await testApplication('supply: { enabled: false }');
  expect((await off.call('GET', `${ROOT}/status`)).text).toContain('has it off');
});

it('streams all that match', async () => {
  const application = await testApplication();
  const { asked } = await answeringSupply(application, { 'GET /get-proxy': [200, ['http://192.0.2.1:80']] });
  const answer = await application.call('GET', `${ROOT}/export?format=json&country=de`);
  expect([answer.status, answer.json()]).toEqual([200, ['http://192.0.2.1:80']]);
  expect(asked).toEqual(['GET /get-proxy?format=json&country=de&all=1']);
});

it('refuses what is no question', async () => {
  const { call } = await testApplication();
  for (const path of ['runs?most=0', 'runs?some=1', 'proxies?land=de', 'export?format=xml'])
    expect((await call('GET', `${ROOT}/${path}`)).status).toBe(400);
  expect((await call('POST', `${ROOT}/runs`, { forced: true })).status).toBe(400);
});
