import type { Socket } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hear } from '../fixture/pair.ts';
import { type ScriptedServer, startServer } from '../fixture/peer.ts';
import { proxyRequest } from '../fixture/proxy-request.ts';
import { endpointOf } from '../fixture/snapshot.ts';
import { LIMITS } from '../limits.ts';
import { connectProxy, type ProxyRequest } from './proxy.ts';

afterEach(() => void vi.useRealTimers());

const TAIL = '\x00\x00\x00\x00\x00\x00';
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** A proxy that says `says` once it has heard a request, and keeps what it heard. */
function proxyOf(says: string) {
  const heard: string[] = [];
  const script = (socket: Socket): void => {
    socket.once('data', (chunk) => {
      heard.push(chunk.toString('latin1'));
      socket.write(latin1(says));
    });
  };
  return { heard, script };
}

function connectBy(
  { port }: ScriptedServer,
  kind: 'socks4' | 'socks4a',
  changes: Partial<ProxyRequest> & { host?: string } = {},
) {
  const { host = 'target.example', ...rest } = changes;
  const resolve = async (name: string) => (name === 'target.example' ? ['2001:db8::1', '192.0.2.7'] : [name]);
  const endpoint = endpointOf(port, { kind });
  return connectProxy(proxyRequest(port, { host, port: 80 }, { endpoint, resolve, ...rest }));
}

describe('a SOCKS4 proxy', () => {
  it.each<['socks4' | 'socks4a', Partial<ProxyRequest> & { host?: string }, string]>([
    ['socks4', {}, '\x04\x01\x00\x50\xc0\x00\x02\x07\x00'],
    ['socks4', { login: { username: 'me', password: '' } }, '\x04\x01\x00\x50\xc0\x00\x02\x07me\x00'],
    ['socks4a', {}, '\x04\x01\x00\x50\x00\x00\x00\x01\x00target.example\x00'],
    ['socks4a', { names: 'gateway' }, '\x04\x01\x00\x50\xc0\x00\x02\x07\x00'],
    ['socks4a', { host: '192.0.2.9' }, '\x04\x01\x00\x50\xc0\x00\x02\x09\x00'],
  ])('of the kind %s is asked, with %j', async (kind, changes, request) => {
    const script = proxyOf(`\x00\x5a${TAIL}220 ready`);
    await using proxy = await startServer(script.script);
    const { connection, http } = await connectBy(proxy, kind, changes);
    expect(script.heard).toEqual([request]);
    expect(http).toEqual({ form: 'origin' });
    const told = hear();
    connection.receive(told);
    connection.resume();
    await told.until(/^data:220 ready$/);
    connection.destroy();
  });

  it.each([
    [`\x00\x5b${TAIL}`, 'upstream_proxy_failed', 'The reply of the upstream proxy was 91.'],
    ['\x00\x5c', 'upstream_proxy_unauthorized', 'The reply of the upstream proxy was 92.'],
    ['\x00\x5d', 'upstream_proxy_unauthorized', 'The reply of the upstream proxy was 93.'],
    ['\x05\xff', 'upstream_proxy_failed', 'In its SOCKS4 handshake, the version of the reply is not 0.'],
  ])('that answers %j', async (says, code, detail) => {
    await using proxy = await startServer(proxyOf(says).script);
    await expect(connectBy(proxy, 'socks4')).rejects.toMatchObject({ code, detail, retryable: true });
  });

  it('is not even connected to for an IPv6 address', async () => {
    await using proxy = await startServer(() => {});
    await expect(connectBy(proxy, 'socks4a', { host: '2001:db8::1' })).rejects.toMatchObject({
      code: 'exit_family_unmatched',
    });
    expect(proxy.accepted()).toBe(0);
  });

  it('is left when the user name does not fit', async () => {
    await using proxy = await startServer(() => {});
    const login = { username: 'x'.repeat(256), password: '' };
    await expect(connectBy(proxy, 'socks4', { login })).rejects.toMatchObject({ code: 'upstream_proxy_failed' });
  });

  it('that closes in its handshake', async () => {
    await using proxy = await startServer((socket) => socket.once('data', () => socket.end('\x00')));
    await expect(connectBy(proxy, 'socks4')).rejects.toMatchObject({ code: 'connection_terminated' });
  });

  it('that says nothing in time', async () => {
    const asked = Promise.withResolvers<void>();
    await using proxy = await startServer((socket) => void socket.once('data', () => asked.resolve()));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const failed = expect(connectBy(proxy, 'socks4')).rejects.toMatchObject({ code: 'connection_timeout' });
    await asked.promise;
    await vi.advanceTimersByTimeAsync(LIMITS.connectMs);
    await failed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is given up when everything ends', async () => {
    const end = new AbortController();
    const reason = new AtlanticError('gateway_draining');
    await using proxy = await startServer((socket) => void socket.once('data', () => end.abort(reason)));
    await expect(connectBy(proxy, 'socks4', { ending: end.signal })).rejects.toBe(reason);
  });
});
