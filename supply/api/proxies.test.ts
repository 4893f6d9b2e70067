import { hostPort } from '@atlantic/contract/supply/proxy.ts';
import { afterAll, expect, it } from 'vitest';
import { servedApi } from '../fixture/api.ts';
import { seededSnapshot } from '../testing/snapshot.ts';

const served = await servedApi();
afterAll(() => served.api.close(1_000));
const { ask, view } = served;

it('gives one after the other, in plain text', async () => {
  const lines: string[] = [];
  for (let asked = 0; asked < 3; asked++) {
    const response = await ask('/get-proxy?protocol=http');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    lines.push(await response.text());
  }
  expect(new Set(lines).size).toBe(3);
  for (const line of lines) expect(view().at(line.trimEnd().replace(/^.*@/, ''))).toHaveLength(1);
});

it('gives as many as asked, of those that are as asked', async () => {
  const response = await ask('/get-proxy?limit=7&country=us&tls=1&max_latency=2000&format=json');
  const { proxies, total } = JSON.parse(await response.text());
  expect(proxies).toHaveLength(7);
  expect(total).toBe(view().select({ countries: ['us'], tls: true, maxLatencyMs: 2_000 }).count);
  for (const proxy of proxies) expect(proxy).toMatchObject({ country: 'us', tls: true });
});

it('gives all, in each format', async () => {
  expect((await (await ask('/get-proxy?all=1')).text()).trimEnd().split('\n')).toHaveLength(400);
  const accepted = await ask('/get-proxy?all=1', { headers: { accept: 'application/json' } });
  expect(JSON.parse(await accepted.text()).proxies).toHaveLength(400);
  const csv = await ask('/get-proxy?all=1&format=csv');
  expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(401);
});

it('leaves out whom the client has tried', async () => {
  const [first, second] = view().proxies;
  if (first === undefined || second === undefined) throw new Error('an empty view');
  const text = await (await ask(`/get-proxy?all=1&format=url&exclude=${hostPort(first)},${hostPort(second)}`)).text();
  expect(text.trimEnd().split('\n')).toHaveLength(398);
});

it('answers HEAD as it would GET, without moving on', async () => {
  const path = '/get-proxy?protocol=socks5&limit=2';
  const head = await ask(path, { method: 'HEAD' });
  const get = await ask(path);
  expect(await head.text()).toBe('');
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
});

it('says why it has none', async () => {
  const none = await ask('/get-proxy?country=xx');
  expect([none.status, none.headers.get('retry-after')]).toEqual([503, '30']);
  expect(await none.text()).toBe('There is no proxy to give. Of 400 that are alive, none is as asked.\n');
  const empty = await servedApi(seededSnapshot(0));
  try {
    const response = await empty.ask('/get-proxy', { headers: { accept: 'application/json' } });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'supply_empty', detail: 'No proxy has been found alive yet.' });
    await empty.publish(undefined);
    expect((await empty.ask('/get-proxy')).status).toBe(503);
    expect((await empty.ask('/get-proxy?limit=x')).status).toBe(400);
  } finally {
    await empty.api.close(1_000);
  }
});
