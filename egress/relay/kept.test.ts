import { afterEach, describe, expect, it, vi } from 'vitest';
import { credentialOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { hear, openPair, type Pair } from '../fixture/pair.ts';
import { LIMITS } from '../limits.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { Kept, type Way } from './kept.ts';

afterEach(() => void vi.useRealTimers());

const upstreamOf = ({ near }: Pair): Upstream => ({ connection: near, http: { form: 'origin' } });

/** A way of `alice` by the only exit of the snapshot. */
function wayOf(changes: Partial<Way> = {}): Way {
  using parts = openGateway();
  const [exit] = parts.gateway.view().routes[0]?.pool.exits ?? [];
  if (!exit) throw new Error('the snapshot has an exit');
  const credential = credentialOf(parts.gateway, 'alice');
  return { exit, credential, session: undefined, host: 'a.example', port: 80, ...changes };
}

describe('a kept connection', () => {
  it('serves the next request by the same way, once', async () => {
    await using pair = await openPair();
    const kept = new Kept();
    const way = wayOf();
    const upstream = upstreamOf(pair);
    kept.put(way, upstream);
    expect(kept.holds(pair.near)).toBe(true);
    expect(kept.take({ ...way })).toBe(upstream);
    expect(kept.holds(pair.near)).toBe(false);
    expect(kept.take(way)).toBeUndefined();
    const heard = hear();
    pair.near.receive(heard);
    pair.near.resume();
    pair.peer.write('answer');
    await heard.until(/answer$/);
    pair.near.write([Buffer.from('request')]);
    await pair.peer.until(/request$/);
  });

  it.each<[what: string, changes: Partial<Way>]>([
    ['host', { host: 'b.example' }],
    ['port', { port: 81 }],
    ['session', { session: 7 }],
    ['exit', { exit: wayOf().exit }],
    ['credential', { credential: wayOf().credential }],
  ])('is closed when the next request has another %s', async (_, changes) => {
    await using pair = await openPair();
    const kept = new Kept();
    const way = wayOf();
    kept.put(way, upstreamOf(pair));
    expect(kept.take({ ...way, ...changes })).toBeUndefined();
    await pair.peer.ended();
    expect(kept.take(way)).toBeUndefined();
  });

  it.each<[what: string, act: (pair: Pair) => void]>([
    ['ends', ({ peer }) => peer.socket.end()],
    ['is reset', ({ peer }) => peer.socket.resetAndDestroy()],
    ['says something unasked', ({ peer }) => peer.write('HTTP/1.1 408 Request Timeout\r\n\r\n')],
  ])('is given up when the far side %s', async (_, act) => {
    await using pair = await openPair();
    const kept = new Kept();
    const way = wayOf();
    kept.put(way, upstreamOf(pair));
    act(pair);
    await vi.waitFor(() => expect(kept.holds(pair.near)).toBe(false));
    expect(pair.near.gone).toBe(true);
    expect(kept.take(way)).toBeUndefined();
  });

  it('makes place for another, and is closed with its client', async () => {
    await using first = await openPair();
    await using second = await openPair();
    const kept = new Kept();
    kept.put(wayOf(), upstreamOf(first));
    kept.put(wayOf(), upstreamOf(second));
    expect(first.near.gone).toBe(true);
    kept.drop();
    kept.drop();
    expect(second.near.gone).toBe(true);
  });

  it('is kept for a bounded time', async () => {
    await using pair = await openPair();
    const kept = new Kept();
    const idle = vi.spyOn(pair.near, 'onIdle');
    kept.put(wayOf(), upstreamOf(pair));
    const [milliseconds, callback] = idle.mock.calls[0] ?? [];
    expect(milliseconds).toBe(LIMITS.keptMs);
    callback?.();
    expect(pair.near.gone).toBe(true);
    expect(kept.holds(pair.near)).toBe(false);
  });
});
