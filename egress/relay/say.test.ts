import { afterEach, describe, expect, it, vi } from 'vitest';
import { clog, openPair } from '../fixture/pair.ts';
import { LIMITS } from '../limits.ts';
import { Meter } from './meter.ts';
import { say } from './say.ts';

const WORDS = [Buffer.from('no, '), Buffer.from('sorry')];

afterEach(() => void vi.useRealTimers());

describe('the gateway’s own words', () => {
  it('are sent and counted, and leave no timer', async () => {
    await using pair = await openPair();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const meter = new Meter(pair.near);
    await say(pair.near, meter, WORDS);
    expect(vi.getTimerCount()).toBe(0);
    expect(meter.bytesDown).toBe(9);
    await pair.peer.until(/^no, sorry$/);
  });

  it('wait for a client that is slow to read', async () => {
    await using pair = await openPair();
    void clog(pair);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const said = say(pair.near, new Meter(pair.near), WORDS);
    await vi.advanceTimersByTimeAsync(LIMITS.takeMs - 1);
    pair.peer.socket.resume();
    await said;
    expect(vi.getTimerCount()).toBe(0);
    expect(pair.near.gone).toBe(false);
    await pair.peer.until(/no, sorry$/);
  });

  it('drop a client that never reads, and are not counted then', async () => {
    await using pair = await openPair();
    void clog(pair);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const meter = new Meter(pair.near);
    const said = say(pair.near, meter, WORDS);
    await vi.advanceTimersByTimeAsync(LIMITS.takeMs);
    await said;
    expect(pair.near.gone).toBe(true);
    meter.close();
    expect(meter.bytesDown).toBe(0);
  });
});
