import { afterEach, describe, expect, it, vi } from 'vitest';
import { hear, openPair, type Pair } from '../fixture/pair.ts';
import { createIdle } from '../overload/idle.ts';
import { endingListeners } from '../relay/ending.ts';
import { awaitOctets } from './await-octets.ts';

const NEVER = new AbortController().signal;
const WAIT_MS = 60_000;
const PATIENT = { idle: createIdle(() => 0).wait };

afterEach(() => void vi.useRealTimers());

describe('waiting for a client’s next octets', () => {
  it('ends when they come, and leaves them where they are', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const draining = new AbortController();
    const waiting = awaitOctets(pair.near, WAIT_MS, draining.signal, PATIENT);
    pair.peer.write('next');
    expect(await waiting).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    expect(endingListeners(draining.signal)).toBe(0);
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    await heard.until(/^data:next$/);
  });

  it('ends at once when they were there before', async () => {
    await using pair = await openPair();
    pair.near.unread(Buffer.from('pipelined'));
    expect(await awaitOctets(pair.near, WAIT_MS, NEVER, PATIENT)).toBe(true);
  });

  it.each<[how: string, leave: (pair: Pair) => void]>([
    ['ends', ({ peer }) => void peer.socket.end()],
    ['resets', ({ peer }) => void peer.socket.resetAndDestroy()],
    ['was cut off', ({ near }) => near.destroy()],
  ])('is in vain when the client %s', async (_how, leave) => {
    await using pair = await openPair();
    leave(pair);
    expect(await awaitOctets(pair.near, WAIT_MS, NEVER, PATIENT)).toBe(false);
  });

  it('is in vain when the time is over', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const waiting = awaitOctets(pair.near, WAIT_MS, NEVER, PATIENT);
    await vi.advanceTimersByTimeAsync(WAIT_MS);
    expect(await waiting).toBe(false);
  });

  it('is in vain when the worker drains, before or meanwhile', async () => {
    await using pair = await openPair();
    const draining = new AbortController();
    const waiting = awaitOctets(pair.near, WAIT_MS, draining.signal, PATIENT);
    draining.abort();
    expect(await waiting).toBe(false);
    expect(await awaitOctets(pair.near, WAIT_MS, draining.signal, PATIENT)).toBe(false);
  });

  it('is in vain when overload shortens it, and nothing is left behind', async () => {
    await using pair = await openPair();
    let time = 0;
    const idle = createIdle(() => time);
    const waiting = awaitOctets(pair.near, WAIT_MS, NEVER, { idle: idle.wait });
    time = 10;
    idle.shorten(10);
    expect(await waiting).toBe(false);
    expect(idle.size).toBe(0);
  });
});
