import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hear } from '../fixture/pair.ts';
import { type ScriptedServer, startServer } from '../fixture/peer.ts';
import type { Connection } from '../relay/connection.ts';
import { dial } from './dial.ts';
import { createSpares, type Spares } from './spares.ts';

const TERMS = { max: 3, ageMs: 1_000 };

let time = 0;
let spares: Spares;
let proxy: ScriptedServer;
const sockets: Socket[] = [];
beforeEach(async () => {
  time = 0;
  spares = createSpares(10, () => time);
  sockets.length = 0;
  proxy = await startServer((socket) => void sockets.push(socket));
});
afterEach(async () => {
  vi.useRealTimers();
  spares.close();
  await proxy[Symbol.asyncDispose]();
});

const open = (ending: AbortSignal) => dial(['127.0.0.1'], proxy.port, ending);
const ready = () => spares.figures().sparesReady;
const take = (terms = TERMS, how = open): Connection | undefined => spares.take('a', terms, how);
/** Resolves when so many have reached the proxy and stand. */
const stand = (count: number) =>
  vi.waitFor(() => {
    expect(sockets).toHaveLength(count);
    expect(ready()).toBe(count);
  });

describe('spares', () => {
  it('are opened for an endpoint that is used often enough, and taken', async () => {
    expect(take()).toBeUndefined();
    expect(ready()).toBe(0);
    time += TERMS.ageMs;
    expect(take()).toBeUndefined();
    expect(ready()).toBe(0);
    time += TERMS.ageMs - 1;
    expect(take()).toBeUndefined();
    await stand(1);
    const connection = await vi.waitFor(() => {
      const taken = take();
      if (!taken) throw new Error('not yet');
      return taken;
    });
    const heard = hear();
    connection.receive(heard);
    connection.resume();
    sockets[0]?.write('hello');
    await heard.until(/hello/);
    expect(spares.figures().sparesUsed).toBe(1);
    connection.destroy();
  });

  it('become as many as were missed at once, up to the bound', async () => {
    for (let times = 0; times < 6; times += 1) take();
    await stand(3);
  });

  it('are closed when nobody needed them in their time, and not replaced', async () => {
    take();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    take();
    await vi.waitFor(async () => expect(sockets).toHaveLength(1));
    // What stands has a timer of its own; the dial has none any more.
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    vi.advanceTimersByTime(TERMS.ageMs);
    expect([ready(), vi.getTimerCount()]).toEqual([0, 0]);
    expect(sockets).toHaveLength(1);
  });

  it.each<[what: string, act: (socket: Socket) => void]>([
    ['ends', (socket) => void socket.end()],
    ['resets', (socket) => void socket.resetAndDestroy()],
    ['speaks', (socket) => void socket.write('220 hello')],
  ])('are given up when the proxy %s', async (_what, act) => {
    take();
    take();
    await stand(1);
    for (const socket of sockets) act(socket);
    await vi.waitFor(() => expect(ready()).toBe(0));
    expect(take({ ...TERMS, max: 0 })).toBeUndefined();
  });

  it('are not opened again for what cannot be reached, until it is needed again', async () => {
    const how = vi.fn(async () => Promise.reject(new Error('refused')));
    take(TERMS, how);
    take(TERMS, how);
    await vi.waitFor(() => expect(ready()).toBe(0));
    expect(how).toHaveBeenCalledTimes(1);
    take(TERMS, how);
    await vi.waitFor(() => expect(ready()).toBe(0));
    expect(how).toHaveBeenCalledTimes(2);
  });

  it('are closed when their endpoint is gone, also those on their way', async () => {
    take();
    take();
    await stand(1);
    take();
    take();
    spares.keep(new Set(['b']));
    await vi.waitFor(() => expect(ready()).toBe(0));
  });

  it('are closed at the end, and none comes after it', async () => {
    take();
    take();
    await stand(1);
    spares.close();
    expect(ready()).toBe(0);
    expect(take()).toBeUndefined();
    expect(take()).toBeUndefined();
    expect(ready()).toBe(0);
  });

  it('are bounded over all endpoints', () => {
    spares.close();
    spares = createSpares(2, () => 0);
    for (const key of ['a', 'b', 'c', 'd']) for (let times = 0; times < 3; times += 1) spares.take(key, TERMS, open);
    expect(ready()).toBe(2);
  });
});
