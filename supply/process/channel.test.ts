import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { PLANE_PATHS, type PlaneReport } from '@atlantic/contract/plane.ts';
import { type SupplySettings, supplySettingsSchema } from '@atlantic/contract/supply/settings.ts';
import { createPlaneClient } from '@atlantic/kernel/channel/client.ts';
import { startControl } from '@atlantic/kernel/fixture/control.ts';
import { freshFolder } from '@atlantic/kernel/fixture/folder.ts';
import { createQueue } from '@atlantic/kernel/fixture/queue.ts';
import { createLog } from '@atlantic/kernel/observe/log.ts';
import { expect, it, vi } from 'vitest';
import { followControl } from './channel.ts';

const settings = (listen: string): SupplySettings =>
  supplySettingsSchema.parse({
    listen,
    keys: [],
    rate: {},
    everySeconds: 60,
    recheckSeconds: 60,
    keepDeadSeconds: 60,
    feeds: [],
    judges: [],
    check: {},
    gates: {},
    store: 'file:',
    geo: {},
    pools: [],
  });
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A control that publishes settings when the test says so, and a supply that follows it. */
async function setup(file = join(freshFolder(), 'snapshot.json')) {
  const texts = new Map<string, string>();
  const streams = createQueue<ServerResponse>();
  const happened = createQueue<string>();
  const reports: PlaneReport[] = [];
  const said = new Set<string>();
  const control = await startControl(({ path, body }, response) => {
    if (path === PLANE_PATHS.stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.push(response);
      return;
    }
    if (path === PLANE_PATHS.report) reports.push(JSON.parse(body));
    // What is said twice, because it was not heard in time, is said once.
    if (path === PLANE_PATHS.acknowledge && !said.has(body)) happened.push(`said ${body}`);
    if (path === PLANE_PATHS.acknowledge) said.add(body);
    const part = texts.get(path.split('/').at(-1) ?? '');
    response.writeHead(path.startsWith(PLANE_PATHS.parts) && part === undefined ? 404 : 200).end(part ?? '');
  });
  const stopping = new AbortController();
  const following = followControl(
    {
      client: createPlaneClient({ url: control.url, token: 't' }),
      log: createLog({ name: 'supply', destination: { write() {} } }),
      logLevel: 'info',
      file,
      epoch: 'epoch001',
      version: '1',
      onSettings: async ({ listen }) => happened.push(`settings ${listen}`),
      onTraffic: ({ endpoints }) => happened.push(`traffic ${endpoints[0]?.key}`),
      onReached: () => happened.push('reached'),
      onEnd: (why) => happened.push(`end ${why}`),
      own: () => ({ listeners: ['127.0.0.1:1'], workers: [], supply: { listener: 'http://127.0.0.1:1' } }),
    },
    stopping.signal,
  );
  return {
    file,
    streams,
    happened,
    reports,
    publish(stream: ServerResponse, version: number, listen: string) {
      const text = JSON.stringify(settings(listen));
      const other = digestOf('other');
      texts.set(digestOf(text), text);
      const parts = { egress: other, accounts: other, credentials: other, pools: other, routes: other };
      const manifest = { version, parts: { ...parts, supply: digestOf(text) } };
      stream.write(`event: manifest\ndata: ${JSON.stringify(manifest)}\n\n`);
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await following;
      await control[Symbol.asyncDispose]();
    },
  };
}

it('takes settings over, and nothing where only others have something new', async () => {
  await using supply = await setup();
  const stream = await supply.streams.next();
  supply.publish(stream, 7, 'a:1');
  const next = supply.happened.next;
  expect([await next(), await next()]).toEqual(['reached', 'settings a:1']);
  supply.publish(stream, 8, 'a:1');
  supply.publish(stream, 9, 'b:1');
  expect(await next()).toBe('settings b:1');
  await vi.waitFor(() => expect(supply.reports.at(-1)).toMatchObject({ epoch: 'epoch001', snapshotVersion: 9 }), 3_000);
  expect(supply.reports.at(-1)).toMatchObject({ supply: { listener: 'http://127.0.0.1:1' } });
});

it('hears of traffic and of orders', async () => {
  await using supply = await setup();
  const stream = await supply.streams.next();
  const endpoints = [{ key: 'http://192.0.2.1:1', ok: 1, faults: 0, ejected: false, since: 1 }];
  stream.write(`event: traffic\ndata: ${JSON.stringify({ epoch: 'e', endpoints })}\n\n`);
  expect(await supply.happened.next()).toBe('traffic http://192.0.2.1:1');
  stream.write(`event: command\ndata: ${JSON.stringify({ number: 1, order: { kind: 'restart-workers' } })}\n\n`);
  expect(await supply.happened.next()).toBe('said {"number":1,"obeyed":false,"detail":"Supply does not do that."}');
  stream.write(`event: command\ndata: ${JSON.stringify({ number: 2, order: { kind: 'drain' } })}\n\n`);
  expect(await supply.happened.next()).toBe('said {"number":2,"obeyed":true}');
  expect(await supply.happened.next()).toBe('end drained');
});

it('has what it was told last when it starts again', async () => {
  const first = await setup();
  first.publish(await first.streams.next(), 7, 'a:1');
  while ((await first.happened.next()) !== 'settings a:1');
  await first[Symbol.asyncDispose]();
  await using later = await setup(first.file);
  const stream = await later.streams.next();
  later.publish(stream, 7, 'a:1');
  expect([await later.happened.next(), await later.happened.next()]).toEqual(['reached', 'settings a:1']);
});
