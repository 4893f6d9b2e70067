import { once } from 'node:events';
import type { Socket } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { proxyV2, V2_TCP4 } from '@atlantic/wire/testing/proxy-header.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectRaw, type RawClient, startServer } from '../fixture/peer.ts';
import { LIMITS } from '../limits.ts';
import { awaitProxyHeader } from './proxy-header.ts';

afterEach(() => void vi.useRealTimers());

const LINE = 'PROXY TCP4 192.0.2.1 127.0.0.1 56271 8080\r\n';
const NEVER = new AbortController().signal;

async function withPair<T>(work: (near: Socket, far: RawClient) => Promise<T>): Promise<T> {
  const accepted = Promise.withResolvers<Socket>();
  await using server = await startServer((socket) => accepted.resolve(socket.pause()));
  using far = await connectRaw(server.port);
  return await work(await accepted.promise, far);
}

describe('reading a PROXY header', () => {
  it.each([
    ['a line', LINE, '192.0.2.1'],
    ['a binary header', proxyV2({ body: V2_TCP4 }), '192.0.2.1'],
    ['IPv4 in IPv6', 'PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n', '192.0.2.1'],
    ['nobody in particular', 'PROXY UNKNOWN\r\n', undefined],
  ])('of %s gives the client, and puts back what follows', (_what, header, address) =>
    withPair(async (near, far) => {
      far.write(Buffer.concat([Buffer.from(header), Buffer.from('GET')]));
      const read = await awaitProxyHeader(near, NEVER);
      expect(read).toEqual({ address, bytes: header.length });
      const [next] = await once(near.resume(), 'data');
      expect(String(next)).toBe('GET');
    }));

  it('waits for what is missing', () =>
    withPair(async (near, far) => {
      far.write(LINE.slice(0, 20));
      const reading = awaitProxyHeader(near, NEVER);
      await once(near, 'data');
      far.write(LINE.slice(20));
      expect(await reading).toMatchObject({ address: '192.0.2.1' });
    }));

  it('says which rule was broken, and leaves nothing behind', () =>
    withPair(async (near, far) => {
      const before = near.listenerCount('close');
      far.write('GET / HTTP/1.1\r\n');
      const detail = 'the connection does not begin with a PROXY header.';
      await expect(awaitProxyHeader(near, NEVER)).rejects.toMatchObject({ code: 'proxy_header_malformed', detail });
      expect([near.listenerCount('data'), near.listenerCount('close')]).toEqual([0, before]);
    }));

  it('gives up on who leaves', () =>
    withPair(async (near, far) => {
      const reading = awaitProxyHeader(near, NEVER);
      far.socket.end('PROXY ');
      await expect(reading).rejects.toMatchObject({ code: 'client_closed' });
    }));

  it('gives up on who says nothing', () =>
    withPair(async (near) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const reading = awaitProxyHeader(near, NEVER);
      const late = expect(reading).rejects.toMatchObject({ code: 'request_timeout' });
      vi.advanceTimersByTime(LIMITS.handshakeMs);
      await late;
    }));

  it('ends with the gateway', () =>
    withPair(async (near) => {
      const ending = new AbortController();
      const reading = awaitProxyHeader(near, ending.signal);
      ending.abort(new AtlanticError('gateway_draining'));
      await expect(reading).rejects.toMatchObject({ code: 'gateway_draining' });
      await expect(awaitProxyHeader(near, ending.signal)).rejects.toMatchObject({ code: 'gateway_draining' });
    }));
});
