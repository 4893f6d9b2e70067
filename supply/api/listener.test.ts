import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { hashSecret } from '@atlantic/contract/secret.ts';
import { afterEach, expect, it } from 'vitest';
import { READER, type ServedApi, servedApi } from '../fixture/api.ts';
import { seededSnapshot } from '../testing/snapshot.ts';

let served: ServedApi | undefined;
afterEach(() => served?.api.close(1_000));
async function start(...given: Parameters<typeof servedApi>): Promise<ServedApi> {
  served = await servedApi(...given);
  return served;
}
const socketTo = ({ url }: ServedApi) => connect(Number(new URL(url).port), '127.0.0.1');

it('follows new settings: other keys, another rate, and nobody without keys', async () => {
  const { api, ask } = await start();
  expect((await ask('/stat')).status).toBe(200);
  const rate = { perSecond: 0.1, burst: 1 };
  api.settings({ keys: [{ name: 'new', hash: hashSecret('new-secret'), role: 'reader' }], rate });
  expect((await ask('/stat', { key: 'new-secret' })).status).toBe(200);
  const again = await ask('/stat', { key: 'new-secret' });
  expect([again.status, Number(again.headers.get('retry-after'))]).toEqual([429, 10]);
  api.settings({ keys: [], rate: { perSecond: 1_000, burst: 1_000 } });
  expect((await ask('/stat')).status).toBe(401);
  expect((await ask('/stat', { key: 'new-secret' })).status).toBe(401);
});

it('loses no answer to a snapshot that is published meanwhile', async () => {
  const { ask, publish } = await start(seededSnapshot(400));
  let publishing = true;
  const clients = Array.from({ length: 8 }, async () => {
    const statuses = new Set<number>();
    while (publishing) {
      const response = await ask('/get-proxy?all=1');
      statuses.add(response.status);
      expect((await response.text()).trimEnd().split('\n').length % 100).toBe(0);
    }
    return [...statuses];
  });
  for (let version = 2; version < 6; version++) await publish(seededSnapshot(100 * version, version, version));
  publishing = false;
  expect(await Promise.all(clients)).toEqual(Array(8).fill([200]));
});

it('finishes what is under way when it closes, and takes nothing new', async () => {
  const one = await start(seededSnapshot(20_000));
  const socket = socketTo(one);
  socket.write(`GET /get-proxy?all=1&format=json HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${READER}\r\n\r\n`);
  await once(socket, 'readable');
  const closed = one.api.close(10_000);
  const body = (await text(socket)).split('\r\n\r\n')[1] ?? '';
  expect(JSON.parse(body).proxies).toHaveLength(20_000);
  await closed;
  await expect(one.ask('/health')).rejects.toThrow();
});

it('closes what does not finish in time', async () => {
  const one = await start();
  const socket = socketTo(one);
  socket.write('GET /get-proxy HTTP/1.1\r\nHost: a');
  await once(socket, 'connect');
  await one.ask('/health');
  await one.api.close(20);
  await text(socket).catch(() => '');
  expect(socket.destroyed || socket.readableEnded).toBe(true);
});

it('waits only so long for a head', async () => {
  const one = await start(undefined, { limits: { headMs: 60, requestMs: 60 } });
  const socket = socketTo(one);
  socket.write('GET /get-proxy HTTP/1.1\r\nHost:');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
});

it('has no more connections than it may', async () => {
  const one = await start(undefined, { limits: { connections: 1 } });
  const first = socketTo(one);
  first.write('GET /health HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(first, 'readable');
  expect(await text(socketTo(one)).catch(() => '')).toBe('');
  first.destroy();
});

it('says when the address cannot be had', async () => {
  const one = await start();
  await expect(servedApi(undefined, { bind: new URL(one.url).host })).rejects.toMatchObject({
    code: 'config_invalid',
    detail: expect.stringContaining('EADDRINUSE'),
  });
});
