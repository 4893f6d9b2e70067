import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPair } from '../fixture/pair.ts';
import { LIMITS } from '../limits.ts';
import { linger } from './linger.ts';

afterEach(() => void vi.useRealTimers());

describe('lingering', () => {
  it('lets the last words arrive at a client that is still sending', async () => {
    await using pair = await openPair();
    pair.peer.write(Buffer.alloc(200_000));
    pair.near.write([Buffer.from('refused')]);
    const over = linger(pair.near);
    await pair.peer.ended();
    expect(pair.peer.received().toString()).toBe('refused');
    pair.peer.socket.end();
    await over;
    expect(pair.near.gone).toBe(true);
  });

  it('ends when the client does', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    pair.peer.socket.end('rest');
    await linger(pair.near);
    expect(vi.getTimerCount()).toBe(0);
    expect(pair.near.delivered()).toBe(4);
  });

  it('is over at once for a connection that is gone', async () => {
    await using pair = await openPair();
    pair.near.destroy();
    await linger(pair.near);
  });

  it('does not wait longer than its limit for a client that stays', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const over = linger(pair.near);
    await vi.advanceTimersByTimeAsync(LIMITS.lingerMs - 1);
    expect(pair.near.gone).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await over;
    expect(pair.near.gone).toBe(true);
  });

  it('does not read more than its limit', async () => {
    await using pair = await openPair();
    const over = linger(pair.near);
    pair.peer.write(Buffer.alloc(LIMITS.lingerBytes * 16));
    await over;
    expect(pair.near.delivered()).toBeGreaterThan(LIMITS.lingerBytes);
    expect(pair.near.delivered()).toBeLessThan(LIMITS.lingerBytes * 2);
  });
});
