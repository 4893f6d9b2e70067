import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { OPERATOR, servedApi } from '../fixture/api.ts';

const served = await servedApi();
afterAll(() => served.api.close(1_000));
const { ask, orders, view } = served;
let before = 0;
beforeEach(() => {
  before = orders.length;
});
const since = () => orders.slice(before);
const post = (path: string, init: Parameters<typeof ask>[1] = {}) => ask(path, { method: 'POST', ...init });

it('begins one run, however often it is asked', async () => {
  const [one, two] = await Promise.all([
    post('/reload', { key: OPERATOR, headers: { accept: 'application/json' } }),
    post('/reload', { key: OPERATOR, headers: { accept: 'application/json' } }),
  ]);
  expect([one.status, two.status]).toEqual([202, 202]);
  const answers = [await one.json(), await two.json()];
  expect(answers).toContainEqual({ run: 'r1', already: false });
  expect(answers).toContainEqual({ run: 'r1', already: true });
  expect(await (await post('/reload', { key: OPERATOR })).text()).toBe('run r1 is under way\n');
});

it('begins none for readers, nor by GET', async () => {
  expect((await post('/reload')).status).toBe(403);
  const get = await ask('/reload', { key: OPERATOR });
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  expect(since()).toEqual([]);
});

it('passes on what clients say of proxies', async () => {
  const proxy = view().proxies[0];
  if (proxy === undefined) throw new Error('an empty view');
  const key = proxyKey(proxy);
  const body = JSON.stringify({ proxy: key, ok: false });
  const noted = await post('/report', { body, headers: { accept: 'application/json' } });
  expect(await noted.json()).toEqual({ noted: true });
  const named = encodeURIComponent(key);
  expect(await (await post(`/report?proxy=${named}&result=ok`)).text()).toBe('noted\n');
  expect(since()).toEqual([`reader: ${key} failed`, `reader: ${key} ok`]);
});

it.each([
  ['', 400],
  ['?proxy=192.0.2.1:1', 400],
  ['?proxy=192.0.2.1:1&result=good', 400],
  ['?proxy=192.0.2.1:1&result=ok&when=now', 400],
  ['?proxy=192.0.2.1:1&result=ok&reason=banned', 400],
  ['?proxy=nothing&result=ok', 400],
  ['?proxy=192.0.2.1:1&result=ok', 404],
])('refuses /report%s with %i', async (query, status) => {
  expect((await post(`/report${query}`)).status).toBe(status);
});
