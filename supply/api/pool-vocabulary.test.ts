import { hostPort, proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { afterAll, expect, it } from 'vitest';
import { OPERATOR, servedApi } from '../fixture/api.ts';

const served = await servedApi();
afterAll(() => served.api.close(1_000));
const { ask, orders, view } = served;
const json = async (path: string, init: Parameters<typeof ask>[1] = {}) =>
  JSON.parse(await (await ask(path, init)).text());

it('gets one HTTP proxy, with the fields known there', async () => {
  const { proxy, ...item } = await json('/get/');
  const [row] = view().at(proxy);
  const found = view().proxies[row ?? -1];
  expect(found?.kind).toBe('http');
  expect(item).toEqual({
    https: found?.tls === true,
    region: found?.country ?? '',
    anonymous: found?.anonymity ?? '',
    source: found?.feeds.join('/'),
    last_status: true,
    last_time: '2027-01-15 08:00:00',
  });
  expect((await json('/get')).proxy).not.toBe(proxy);
});

it('gets those that carry TLS, and those of another protocol when asked', async () => {
  const list = await json('/all/?type=https');
  expect(list).toHaveLength(view().select({ kinds: ['http'], tls: true }).count);
  expect(list.every(({ https }: { https: boolean }) => https)).toBe(true);
  expect(await json('/all/?protocol=socks5')).toHaveLength(100);
  expect((await ask('/get/?type=socks')).status).toBe(400);
  expect((await ask('/get/?limit=2')).status).toBe(400);
  expect((await ask('/get/?country=xx')).status).toBe(503);
});

it('counts', async () => {
  const { count, http_type, source } = await json('/count/');
  expect(count).toBe(100);
  expect(http_type.http + http_type.https).toBe(100);
  expect(source).toEqual(view().stat().feeds);
});

it('takes one out, by POST and for operators', async () => {
  const get = await ask('/pop/', { key: OPERATOR });
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
  expect(await get.text()).toContain('send POST');
  expect((await ask('/pop/', { method: 'POST' })).status).toBe(403);
  const { proxy } = await json('/pop/', { method: 'POST', key: OPERATOR });
  expect(orders.at(-1)).toContain('remove http://');
  const left = await json('/all/');
  expect(left).toHaveLength(99);
  expect(left.map((item: { proxy: string }) => item.proxy)).not.toContain(proxy);
});

it('deletes one', async () => {
  const proxy = view().proxies.find(({ kind, username }) => kind === 'socks4' && username === undefined);
  if (proxy === undefined) throw new Error('no SOCKS4 proxy');
  const path = `/delete/?proxy=${hostPort(proxy)}`;
  expect((await ask(path, { key: OPERATOR })).status).toBe(405);
  expect(await json(path, { method: 'DELETE', key: OPERATOR })).toEqual({ code: 0, src: 1 });
  expect(orders.at(-1)).toBe(`remove ${proxyKey(proxy)}`);
  expect(await json('/all/?protocol=socks4')).toHaveLength(99);
  expect((await ask('/delete/?proxy=192.0.2.1:1', { method: 'POST', key: OPERATOR })).status).toBe(404);
  expect((await ask('/delete/', { method: 'POST', key: OPERATOR })).status).toBe(400);
});
