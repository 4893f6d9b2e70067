import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { clog, hear, openPair, TOO_MUCH } from '../fixture/pair.ts';
import { NOBODY } from './connection.ts';

/** Lets everything that is ready happen: two turns of the loop, so that what one turn reads is told in the next. */
const settled = async () => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

describe('what a receiver hears', () => {
  it('is silence until it resumes', async () => {
    await using pair = await openPair();
    const heard = hear();
    pair.near.receive(heard);
    pair.peer.write('early');
    pair.peer.socket.end();
    await once(pair.peer.socket, 'finish');
    await settled();
    expect(heard.events()).toEqual([]);
    pair.near.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['data:early', 'end']);
  });

  it('is silence after a pause, from within data too, and everything in order after it', async () => {
    await using pair = await openPair();
    const body = randomBytes(1_000_000);
    const chunks: Buffer[] = [];
    const pauses = vi.fn();
    const ended = Promise.withResolvers<void>();
    let open = true;
    pair.near.receive({
      ...NOBODY,
      data(chunk) {
        expect(open).toBe(true);
        chunks.push(chunk);
        pair.near.pause();
        pauses();
        open = false;
        setImmediate(() => {
          open = true;
          pair.near.resume();
        });
      },
      end() {
        expect(open).toBe(true);
        ended.resolve();
      },
    });
    pair.near.resume();
    pair.peer.socket.end(body);
    await ended.promise;
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
    expect(pauses.mock.calls.length).toBeGreaterThan(1);
  });

  it('tells the end once, however often it is paused', async () => {
    await using pair = await openPair();
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    pair.peer.socket.end();
    await heard.until(/^end$/);
    for (let round = 0; round < 3; round += 1) {
      pair.near.pause();
      pair.near.resume();
      await settled();
    }
    expect(heard.events()).toEqual(['end']);
  });

  it.each(['paused', 'running'])('tells the end again to the next receiver of a %s connection', async (state) => {
    await using pair = await openPair();
    const first = hear();
    pair.near.receive(first);
    pair.near.resume();
    pair.peer.socket.end();
    await first.until(/^end$/);
    if (state === 'paused') pair.near.pause();
    const second = hear();
    pair.near.receive(second);
    pair.near.resume();
    await second.until(/^end$/);
    expect(first.events()).toEqual(['end']);
    expect(second.events()).toEqual(['end']);
  });

  it('begins with what was put back, last put first, whatever came meanwhile', async () => {
    await using pair = await openPair();
    for (const piece of ['third, ', 'second, ', '', 'first, ']) pair.near.unread(Buffer.from(piece));
    pair.peer.socket.end('then this');
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['data:first, second, third, then this', 'end']);
  });

  it('keeps what was put back while it runs before what comes later', async () => {
    await using pair = await openPair();
    const first = hear();
    pair.near.receive(first);
    pair.near.resume();
    pair.near.unread(Buffer.from('back '));
    pair.peer.write('later');
    await vi.waitFor(() => expect(pair.near.delivered()).toBe(5));
    pair.near.pause();
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    await heard.until(/later$/);
    expect([...first.events(), ...heard.events()]).toEqual(['data:back later']);
  });

  it('leaves what one receiver put back to the next', async () => {
    await using pair = await openPair();
    const taken = Promise.withResolvers<string>();
    pair.near.receive({
      ...NOBODY,
      data(chunk) {
        pair.near.pause();
        pair.near.unread(chunk.subarray(4));
        taken.resolve(chunk.subarray(0, 4).toString());
      },
    });
    pair.near.resume();
    pair.peer.socket.end('headbody');
    expect(await taken.promise).toBe('head');
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['data:body', 'end']);
  });

  it('hears of a reset, even while paused, and so does whoever listens later', async () => {
    await using pair = await openPair();
    const heard = hear();
    pair.near.receive(heard);
    // A paused socket hears of a reset only when it writes.
    pair.peer.socket.resetAndDestroy();
    await once(pair.peer.socket, 'close');
    await vi.waitFor(async () => {
      await pair.near.write([Buffer.from('?')]);
      expect(pair.near.gone).toBe(true);
    });
    await heard.until(/^gone/);
    const late = hear();
    pair.near.receive(late);
    expect(late.events()).toEqual([]);
    await late.until(/^gone/);
    expect(late.events()).toEqual(heard.events());
  });

  it('ends without an error when both sides ended', async () => {
    await using pair = await openPair();
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    pair.peer.socket.end();
    await heard.until(/^end$/);
    expect(pair.near.gone).toBe(false);
    pair.near.halfClose();
    await heard.until(/^gone$/);
    expect(heard.events()).toEqual(['end', 'gone']);
  });
});

describe('what is sent', () => {
  it('is taken at once when the kernel has room, all chunks as one', async () => {
    await using pair = await openPair();
    expect(pair.near.write([Buffer.from('a'), Buffer.alloc(0), Buffer.from('b')])).toBeUndefined();
    expect(pair.near.write([])).toBeUndefined();
    expect(pair.near.unaccepted()).toBe(0);
    await pair.peer.until(/^ab$/);
  });

  it('waits for a peer that does not read, and is taken when it does', async () => {
    await using pair = await openPair();
    const taken = clog(pair);
    const stuck = pair.near.unaccepted();
    expect(stuck).toBeGreaterThan(0);
    expect(stuck).toBeLessThan(TOO_MUCH.length);
    pair.peer.socket.resume();
    await taken;
    expect(pair.near.unaccepted()).toBe(0);
    await pair.peer.untilBytes(TOO_MUCH.length);
  });

  it('is not taken for what was written and taken before it', async () => {
    await using pair = await openPair();
    expect(pair.near.write([Buffer.from('a')])).toBeUndefined();
    const told = vi.fn();
    const taken = clog(pair).then(told);
    await settled();
    expect(told).not.toHaveBeenCalled();
    pair.peer.socket.resume();
    await taken;
  });

  it.each<[how: string, act: (pair: Awaited<ReturnType<typeof openPair>>) => void]>([
    ['we give up', ({ near }) => near.destroy()],
    ['the peer resets', ({ peer }) => void peer.socket.resetAndDestroy()],
  ])('stays counted as not taken when %s', async (_how, act) => {
    await using pair = await openPair();
    const taken = clog(pair);
    const heard = hear();
    pair.near.receive(heard);
    act(pair);
    await taken;
    await heard.until(/^gone/);
    const never = pair.near.unaccepted();
    expect(never).toBeGreaterThan(0);
    expect(never).toBeLessThan(TOO_MUCH.length);
    expect(pair.near.write([Buffer.from('more')])).toBeUndefined();
    expect(pair.near.unaccepted()).toBe(never);
  });

  it('arrives to the last octet the kernel took, when we give up in the middle', async () => {
    await using pair = await openPair();
    const taken = clog(pair);
    pair.near.destroy();
    await taken;
    pair.peer.socket.resume();
    await pair.peer.ended();
    expect(pair.peer.received()).toHaveLength(TOO_MUCH.length - pair.near.unaccepted());
  });

  it('stands before the FIN', async () => {
    await using pair = await openPair();
    void pair.near.write([TOO_MUCH]);
    pair.near.halfClose();
    await pair.peer.ended();
    expect(pair.peer.received()).toHaveLength(TOO_MUCH.length);
  });
});

it('counts what the kernel delivered, read by somebody or not', async () => {
  await using pair = await openPair();
  pair.near.receive(NOBODY);
  pair.near.resume();
  pair.peer.socket.end('12345');
  await once(pair.peer.socket, 'finish');
  await vi.waitFor(() => expect(pair.near.delivered()).toBe(5));
});

it('calls back when nothing moves, unless that was called off', async () => {
  await using pair = await openPair();
  const first = vi.fn();
  const calledOff = vi.fn();
  pair.near.onIdle(1, first);
  pair.near.onIdle(1, calledOff);
  pair.near.onIdle(0, calledOff);
  await new Promise<void>((resolve) => pair.near.onIdle(1, resolve));
  expect(first).not.toHaveBeenCalled();
  expect(calledOff).not.toHaveBeenCalled();
});
