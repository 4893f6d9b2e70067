import { AtlanticError } from '@atlantic/contract/errors.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hear, openPair, type Pair } from '../fixture/pair.ts';
import { converse } from './converse.ts';
import { endingListeners } from './ending.ts';

const DEADLINE_MS = 5_000;
const NEVER = new AbortController().signal;

/** Reads up to a full stop. */
function sentence({ near }: Pair, ending = NEVER): Promise<string> {
  let read = '';
  return converse<string>(near, {
    push(chunk) {
      read += chunk.toString();
      if (read.includes('!')) throw new AtlanticError('socks_malformed');
      const stop = read.indexOf('.');
      if (stop < 0) return undefined;
      near.unread(Buffer.from(read.slice(stop + 1)));
      return read.slice(0, stop);
    },
    deadlineMs: DEADLINE_MS,
    ending,
    onDeadline: () => new AtlanticError('request_timeout'),
    onGone: () => new AtlanticError('client_closed'),
  });
}

afterEach(() => void vi.useRealTimers());

describe('a conversation', () => {
  it('gives what was said, however it is cut, and leaves the rest to whoever comes next', async () => {
    await using pair = await openPair();
    pair.peer.socket.setNoDelay(true);
    const first = sentence(pair);
    for (const letter of 'Hello.And ') {
      pair.peer.write(letter);
      await new Promise(setImmediate);
    }
    expect(await first).toBe('Hello');
    pair.peer.socket.end('more.');
    expect(await sentence(pair)).toBe('And more');
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['end']);
  });

  it('hands on what is wrong with it, and is over then', async () => {
    await using pair = await openPair();
    const conversation = sentence(pair);
    pair.peer.write('No!');
    await expect(conversation).rejects.toMatchObject({ code: 'socks_malformed' });
    expect(pair.near.gone).toBe(false);
  });

  it.each<[how: string, leave: (pair: Pair) => void]>([
    ['ended', ({ peer }) => void peer.socket.end('half a sent')],
    ['reset', ({ peer }) => void peer.socket.resetAndDestroy()],
    ['was destroyed', ({ near }) => near.destroy()],
  ])('fails when the connection %s', async (_how, leave) => {
    await using pair = await openPair();
    const conversation = sentence(pair);
    leave(pair);
    await expect(conversation).rejects.toMatchObject({ code: 'client_closed' });
    await expect(sentence(pair)).rejects.toMatchObject({ code: 'client_closed' });
  });

  it('fails at its deadline, not sooner, whatever dribbles in', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const conversation = sentence(pair);
    const outcome = vi.fn();
    conversation.catch(outcome);
    await vi.advanceTimersByTimeAsync(DEADLINE_MS - 1);
    expect(outcome).not.toHaveBeenCalled();
    pair.peer.write('x');
    await vi.advanceTimersByTimeAsync(1);
    await expect(conversation).rejects.toMatchObject({ code: 'request_timeout' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails when everything ends, before it began or in the middle', async () => {
    await using pair = await openPair();
    const ending = new AbortController();
    const conversation = sentence(pair, ending.signal);
    ending.abort(new AtlanticError('gateway_draining'));
    await expect(conversation).rejects.toMatchObject({ code: 'gateway_draining' });
    await expect(sentence(pair, ending.signal)).rejects.toMatchObject({ code: 'gateway_draining' });
  });

  it('leaves no timer and no listener behind when it succeeds', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ending = new AbortController();
    const conversation = sentence(pair, ending.signal);
    pair.peer.write('Done.');
    await conversation;
    expect(vi.getTimerCount()).toBe(0);
    expect(endingListeners(ending.signal)).toBe(0);
  });
});
