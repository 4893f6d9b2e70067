import {
  feedTestSchema,
  feedViewsSchema,
  historyViewSchema,
  type ProxyPage,
  proxyPageSchema,
  runAbortedSchema,
  runStartedSchema,
  runsSchema,
  SUPPLY_API_PATHS,
} from '@atlantic/contract/supply/api.ts';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { supplyStatusSchema } from '@atlantic/contract/supply/run.ts';
import { afterAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { OPERATOR, servedApi } from '../fixture/api.ts';
import { seededSnapshot } from '../testing/snapshot.ts';

const served = await servedApi();
afterAll(() => served.api.close(1_000));
const { orders, view } = served;

/** The answer, which must be of the shape that control expects, and nothing else. */
async function ask<Schema extends z.ZodType>(schema: Schema, path: string, init: RequestInit = {}) {
  const response = await served.ask(path, { key: OPERATOR, ...init });
  const value: unknown = await response.json();
  const parsed = schema.parse(value);
  expect(value).toEqual(parsed);
  return parsed;
}

it('is for operators', async () => {
  for (const path of Object.values(SUPPLY_API_PATHS)) {
    const method = path.endsWith('/test') ? 'POST' : path.endsWith('/current') ? 'DELETE' : 'GET';
    expect((await served.ask(path, { method })).status).toBe(403);
  }
});

it('tells the status, runs, and feeds', async () => {
  expect(await ask(supplyStatusSchema, SUPPLY_API_PATHS.status)).toMatchObject({ known: 10 });
  await ask(runsSchema, SUPPLY_API_PATHS.runs);
  await ask(runsSchema, `${SUPPLY_API_PATHS.runs}?most=3`);
  expect(orders).toEqual(['runs 20', 'runs 3']);
  expect((await served.ask(`${SUPPLY_API_PATHS.runs}?most=0`, { key: OPERATOR })).status).toBe(400);
  expect(await ask(feedViewsSchema, SUPPLY_API_PATHS.feeds)).toMatchObject({ feeds: [{ name: 'one' }] });
});

it('begins and ends a run', async () => {
  const body = JSON.stringify({ force: true });
  expect(await ask(runStartedSchema, SUPPLY_API_PATHS.runs, { method: 'POST', body })).toEqual({
    run: 'r1',
    already: false,
  });
  expect(orders.at(-1)).toBe('reload by force');
  const end = () => ask(runAbortedSchema, SUPPLY_API_PATHS.currentRun, { method: 'DELETE' });
  expect([await end(), await end()]).toEqual([{ aborted: true }, { aborted: false }]);
});

it('pages through all proxies, without passwords, also when another snapshot comes between', async () => {
  const page = (query: string) => ask(proxyPageSchema, `${SUPPLY_API_PATHS.proxies}?${query}`);
  const all: ProxyPage['proxies'] = [];
  let next: string | null = '';
  while (next !== null) {
    const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const got: ProxyPage = await page(`limit=90${cursor}`);
    expect(got.total).toBe(400);
    all.push(...got.proxies);
    next = got.next;
    await served.publish(seededSnapshot(400, 1, all.length));
  }
  expect(all.map(({ key }) => key)).toEqual(view().proxies.map(proxyKey));
  expect(JSON.stringify(all)).not.toContain('password');
  expect((await page('country=us&limit=1')).total).toBe(view().select({ countries: ['us'] }).count);
  for (const wrong of ['limit=1001', 'cursor=x', 'all=1', 'limt=1'])
    expect((await served.ask(`${SUPPLY_API_PATHS.proxies}?${wrong}`, { key: OPERATOR })).status).toBe(400);
});

it('tells the history of a proxy', async () => {
  const proxy = view().proxies.find(({ username }) => username !== undefined);
  if (proxy === undefined) throw new Error('no proxy with a user');
  const path = (key: string) => `${SUPPLY_API_PATHS.proxies}/${encodeURIComponent(key)}`;
  const entry = await ask(historyViewSchema, path(proxyKey(proxy)));
  expect(entry).toMatchObject({ key: proxyKey(proxy), username: proxy.username, uptime: 0.5, latenciesMs: [10, 20] });
  expect((await served.ask(path('http://192.0.2.1:1'), { key: OPERATOR })).status).toBe(404);
  expect((await served.ask(`${SUPPLY_API_PATHS.proxies}/%zz`, { key: OPERATOR })).status).toBe(404);
});

it('tries a feed', async () => {
  const feed = { name: 'new', url: 'https://lists.example/', managed: 'api' };
  const test = await ask(feedTestSchema, SUPPLY_API_PATHS.feedTest, { method: 'POST', body: JSON.stringify(feed) });
  expect(test.report.feed).toBe('new');
  const wrong = { method: 'POST', key: OPERATOR, body: JSON.stringify({ ...feed, url: 'ftp://lists.example/' }) };
  expect(await (await served.ask(SUPPLY_API_PATHS.feedTest, wrong)).text()).toContain('The field url: ');
});

it('has an empty page before anything is published', async () => {
  await served.publish(undefined);
  expect(await ask(proxyPageSchema, SUPPLY_API_PATHS.proxies)).toMatchObject({ total: 0, proxies: [], next: null });
});
