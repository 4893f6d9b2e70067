import { isIP } from 'node:net';
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startFullListener } from '../fixture/full-listener.ts';
import { hear } from '../fixture/pair.ts';
import { startServer } from '../fixture/peer.ts';
import { LIMITS } from '../limits.ts';
import { endingListeners } from '../relay/ending.ts';
import { dial, dialError, inTurn } from './dial.ts';

const never = new AbortController().signal;
const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
const hello = () => startServer((socket) => void socket.end('hello'));

afterEach(() => void vi.useRealTimers());

describe('dialling', () => {
  it('gives a paused connection, and leaves no timer and no listener', async () => {
    await using server = await hello();
    fakeTimers();
    const ending = new AbortController();
    const connection = await dial(['127.0.0.1'], server.port, ending.signal);
    expect(vi.getTimerCount()).toBe(0);
    expect(endingListeners(ending.signal)).toBe(0);
    const heard = hear();
    connection.receive(heard);
    connection.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['data:hello', 'end']);
    connection.destroy();
  });

  it('goes on to the next address when one refuses', async () => {
    await using server = await hello();
    // All of 127.0.0.0/8 is this machine; the server is at one address of it.
    const connection = await dial(['127.0.0.2', '::1', '127.0.0.1'], server.port, never);
    expect(connection.gone).toBe(false);
    connection.destroy();
  });

  it('tries the next beside one that says nothing', async () => {
    await using server = await hello();
    await using full = await startFullListener('127.0.0.2', server.port);
    fakeTimers();
    const dialled = dial(['127.0.0.2', '127.0.0.1'], full.port, never);
    await vi.advanceTimersByTimeAsync(249);
    expect(server.accepted()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    (await dialled).destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not give the first up meanwhile', async () => {
    await using first = await startFullListener('127.0.0.2');
    await using second = await startFullListener('127.0.0.3', first.port);
    fakeTimers();
    const dialled = dial(['127.0.0.2', '127.0.0.3'], second.port, never);
    await vi.advanceTimersByTimeAsync(1_000);
    first.release();
    (await dialled).destroy();
  });

  it('gives up when the time is over', async () => {
    await using full = await startFullListener('127.0.0.1');
    fakeTimers();
    const failed = expect(dial(['127.0.0.1'], full.port, never)).rejects.toMatchObject({ code: 'connection_timeout' });
    await vi.advanceTimersByTimeAsync(LIMITS.connectMs);
    await failed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up when everything ends, and does not begin after', async () => {
    await using full = await startFullListener('127.0.0.1');
    const ending = new AbortController();
    const reason = new AtlanticError('gateway_draining');
    const dialled = dial(['127.0.0.1'], full.port, ending.signal);
    ending.abort(reason);
    await expect(dialled).rejects.toBe(reason);
    await expect(dial(['127.0.0.1'], full.port, ending.signal)).rejects.toBe(reason);
  });

  it('says why the first that failed did when all fail', async () => {
    await expect(dial(['127.0.0.1', '127.0.0.2'], 1, never)).rejects.toMatchObject({ code: 'connection_refused' });
    await expect(dial([], 1, never)).rejects.toMatchObject({ code: 'connection_terminated' });
  });
});

it.each<[system: string, code: ErrorCode]>([
  ['ECONNREFUSED', 'connection_refused'],
  ['ECONNRESET', 'connection_terminated'],
  ['ETIMEDOUT', 'connection_timeout'],
  ['EHOSTUNREACH', 'destination_unroutable'],
  ['ENETUNREACH', 'destination_unroutable'],
  ['EADDRNOTAVAIL', 'destination_unroutable'],
  ['EMFILE', 'gateway_overloaded'],
  ['ESOMETHING', 'connection_terminated'],
])('%s means %s', (system, code) => {
  expect(dialError(Object.assign(new Error('connect'), { code: system })).code).toBe(code);
});

describe('the order of addresses', () => {
  it('takes the families in turn', () => {
    expect(inTurn(['::1', '::2', '::3', '1.1.1.1'])).toEqual(['::1', '1.1.1.1', '::2', '::3']);
    expect(inTurn(['1.1.1.1', '::1', '::2', '::3'])).toEqual(['1.1.1.1', '::1', '::2', '::3']);
  });

  it('loses none, and keeps the order within a family', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6())), (addresses) => {
        const ordered = inTurn(addresses);
        expect(ordered).toHaveLength(addresses.length);
        for (const family of [4, 6]) {
          const own = (list: string[]) => list.filter((address) => isIP(address) === family);
          expect(own(ordered)).toEqual(own(addresses));
        }
      }),
    );
  });
});
