import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { describe, expect, it, vi } from 'vitest';
import { hear, openPair, type Pair } from '../fixture/pair.ts';
import { type Direction, Flow } from './flow.ts';

const asItIs: Direction['shape'] = (chunk) => ({ out: [chunk], used: chunk.length, last: false });

/** A flow from the pair's peer into `sent`, free and unlimited unless `changes` says otherwise. */
function flowFrom({ near }: Pair, changes: Partial<Direction> = {}) {
  const sent: Buffer[] = [];
  const over = Promise.withResolvers<void>();
  const done = vi.fn(() => over.resolve());
  const fail = vi.fn((error: AtlanticError) => over.reject(error));
  over.promise.catch(() => {});
  const flow = new Flow({
    from: near,
    shape: asItIs,
    finish: () => ({ out: [], used: 0, last: true }),
    pay: () => undefined,
    send: (out) => void sent.push(...out),
    moved: () => undefined,
    done,
    fail,
    ...changes,
  });
  near.receive({ data: (chunk) => flow.data(chunk), end: () => flow.end(), gone: () => {} });
  near.resume();
  return { flow, done, fail, over: over.promise, text: () => Buffer.concat(sent).toString('latin1') };
}

describe('a flow', () => {
  it('passes everything on in order and is done once', async () => {
    await using pair = await openPair();
    const body = randomBytes(2_000_000);
    const { done, fail, over, text } = flowFrom(pair);
    pair.peer.socket.end(body);
    await over;
    expect(text()).toBe(body.toString('latin1'));
    expect(done).toHaveBeenCalledOnce();
    expect(fail).not.toHaveBeenCalled();
  });

  it('has one chunk under way at a time: paid for before it is sent, sent before the next is read', async () => {
    await using pair = await openPair();
    let step: 'reading' | 'paying' | 'sending' = 'reading';
    const later = () => new Promise<void>((resolve) => setImmediate(resolve));
    const { over } = flowFrom(pair, {
      shape(chunk) {
        expect(step).toBe('reading');
        return asItIs(chunk);
      },
      async pay(used) {
        if (used === 0) return;
        step = 'paying';
        await later();
      },
      async send(out) {
        if (out.length === 0) return;
        expect(step).toBe('paying');
        step = 'sending';
        await later();
        step = 'reading';
      },
    });
    pair.peer.socket.end(randomBytes(1_000_000));
    await over;
  });

  it('takes no more once the last octets are known, and is done when they are taken', async () => {
    await using pair = await openPair();
    const taken = Promise.withResolvers<void>();
    const { done, over } = flowFrom(pair, {
      shape: (chunk) => ({ out: [chunk], used: chunk.length, last: true }),
      send: () => taken.promise,
    });
    pair.peer.write('the whole message');
    await vi.waitFor(() => expect(pair.near.delivered()).toBe(17));
    pair.peer.write('another');
    expect(done).not.toHaveBeenCalled();
    taken.resolve();
    await over;
    expect(pair.near.delivered()).toBe(17);
  });

  it('leaves what comes after the last octets to whoever receives next', async () => {
    await using pair = await openPair();
    const { over, text } = flowFrom(pair, { shape: (chunk) => ({ out: [chunk], used: chunk.length, last: true }) });
    pair.peer.write('first');
    await over;
    pair.peer.write('second');
    await new Promise(setImmediate);
    const heard = hear();
    pair.near.receive(heard);
    await new Promise(setImmediate);
    expect(heard.events()).toEqual([]);
    pair.near.resume();
    await heard.until(/^data:second$/);
    expect(text()).toBe('first');
  });

  const broke = new AtlanticError('quota_exceeded');
  const boom = () => {
    throw broke;
  };
  it.each<[where: string, changes: Partial<Direction>]>([
    ['shape throws', { shape: boom }],
    ['pay throws', { pay: boom }],
    ['pay rejects', { pay: () => Promise.reject(broke) }],
    ['send throws', { send: boom }],
    ['send throws after a wait', { pay: () => Promise.resolve(), send: boom }],
    ['send rejects', { send: () => Promise.reject(broke) }],
  ])('fails once, and reads no more, when %s', async (_where, changes) => {
    await using pair = await openPair();
    const { done, fail, flow, over } = flowFrom(pair, changes);
    pair.peer.write('x');
    await expect(over).rejects.toBe(broke);
    flow.data(Buffer.from('y'));
    flow.end();
    await new Promise(setImmediate);
    expect(fail).toHaveBeenCalledOnce();
    expect(done).not.toHaveBeenCalled();
  });

  it('fails when the sender closed too early', async () => {
    await using pair = await openPair();
    const { over } = flowFrom(pair, {
      finish() {
        throw new AtlanticError('response_incomplete');
      },
    });
    pair.peer.socket.end('half');
    await expect(over).rejects.toMatchObject({ code: 'response_incomplete' });
  });

  it('calls what is no AtlanticError a mistake of ours', async () => {
    await using pair = await openPair();
    const { over } = flowFrom(pair, { pay: () => Promise.reject(new TypeError('oops')) });
    pair.peer.write('x');
    await expect(over).rejects.toMatchObject({ code: 'internal_error' });
  });

  it('moves and reports nothing after it was stopped, not even what was under way', async () => {
    await using pair = await openPair();
    const paid = Promise.withResolvers<void>();
    const { done, fail, flow, text } = flowFrom(pair, { pay: () => paid.promise });
    pair.peer.socket.end('x');
    await once(pair.peer.socket, 'finish');
    await vi.waitFor(() => expect(pair.near.delivered()).toBe(1));
    flow.stop();
    paid.resolve();
    await new Promise(setImmediate);
    expect([text(), done.mock.calls, fail.mock.calls]).toEqual(['', [], []]);
  });
});
