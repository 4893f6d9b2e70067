import { expect, it } from 'vitest';
import { openGateway } from '../fixture/gateway-parts.ts';
import { connectRaw, startServer } from '../fixture/peer.ts';
import { freePort } from '../listener/free-port.ts';
import { openListener } from '../listener/listener.ts';
import type { BoundListener } from './messages.ts';
import { createOpenListeners } from './open-listeners.ts';

const HOST = '127.0.0.1';
const listener = (port: number, terms: Partial<BoundListener> = {}): BoundListener => {
  return { host: HOST, port, protocols: ['http'], ...terms };
};
const PAGE = 'GET http://atlantic.status/ HTTP/1.1\r\nHost: h\r\n\r\n';
const FREE = { credential: 'alice' };

function worker() {
  const parts = openGateway();
  return { parts, listeners: createOpenListeners((options) => openListener(parts.gateway, options)) };
}

it('opens what is new and closes what is gone, and the rest does not notice', async () => {
  const { parts, listeners } = worker();
  using _ = parts;
  const [stays, goes, comes] = [await freePort(HOST), await freePort(HOST), await freePort(HOST)];
  expect(await listeners.follow([listener(stays, FREE), listener(goes, FREE)])).toEqual([]);
  using staying = await connectRaw(stays);
  using going = await connectRaw(goes);
  staying.write(PAGE);
  await staying.until(/alice/);
  expect(await listeners.follow([listener(stays, FREE), listener(comes, FREE)])).toEqual([]);
  await expect(connectRaw(goes)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  using coming = await connectRaw(comes);
  expect(listeners.connections()).toBe(3);

  // A connection of a listener that is gone has its request answered, and is told that it was the last one.
  going.write(PAGE);
  await going.ended();
  expect(going.received().toString()).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n/i);
  staying.write(PAGE);
  await staying.until(/alice[\s\S]*alice/);
  expect(staying.received().toString()).not.toMatch(/Connection: close/i);
  for (const client of [staying, going, coming]) client.socket.end();
  await listeners.close();
});

it('has new terms in force for the next request, at once', async () => {
  const { parts, listeners } = worker();
  using _ = parts;
  const port = await freePort(HOST);
  await listeners.follow([listener(port, FREE)]);
  using client = await connectRaw(port);
  client.write(PAGE);
  await client.until(/alice/);
  const done = listeners.follow([listener(port)]);
  client.write(PAGE);
  await client.until(/407/);
  expect(await done).toEqual([]);
  client.socket.end();
  await listeners.close();
});

it('keeps what was to go while something new cannot be opened', async () => {
  const { parts, listeners } = worker();
  using _ = parts;
  await using taken = await startServer(() => {});
  const [old, fresh] = [await freePort(HOST), await freePort(HOST)];
  await listeners.follow([listener(old)]);
  const failed = [{ listener: `${HOST}:${taken.port}`, error: 'EADDRINUSE' }];
  expect(await listeners.follow([listener(taken.port), listener(fresh)])).toEqual(failed);
  for (const port of [old, fresh]) (await connectRaw(port)).socket.destroy();
  expect(await listeners.follow([listener(fresh)])).toEqual([]);
  await expect(connectRaw(old)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await listeners.close();
  expect(await listeners.follow([listener(old)])).toEqual([]);
  expect(listeners.connections()).toBe(0);
});
