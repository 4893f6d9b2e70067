import type { Socket } from 'node:net';
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { formatBasic } from '@atlantic/wire/basic-auth.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { hear } from '../fixture/pair.ts';
import { answering, connectRaw, startServer } from '../fixture/peer.ts';
import { providerOf } from '../fixture/provider.ts';
import { proxyRequest } from '../fixture/proxy-request.ts';
import { absolute, connectTo } from '../fixture/requests.ts';
import { endpointOf, snapshotOf, throughProxies } from '../fixture/snapshot.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import { connectProxy } from './proxy.ts';

afterEach(() => void vi.useRealTimers());

const endpointAt = (port: number) => endpointOf(port, { username: 'proxy', password: 'pa:ss' });

/** A gateway whose only pool leads through the scripted proxies at these ports. */
const through = (...ports: number[]) => startGateway({ snapshot: throughProxies(...ports.map(endpointAt)) });

describe('through an HTTP proxy', () => {
  it('asks for a tunnel by name, with the endpoint’s own password, and keeps early octets', async () => {
    let seen = '';
    const script = answering('HTTP/1.1 103 Hints\r\n\r\nHTTP/1.0 200 Yes\r\nX: y\r\n\r\nearly', {
      onRequest: (head) => (seen = head),
    });
    await using proxy = await startServer(script);
    await using gateway = await through(proxy.port);
    using client = await connectRaw(gateway.port);
    client.write(connectTo(443).replace('127.0.0.1', 'Origin.Example'));
    await client.until(/established\r\n\r\nearly$/);
    const expected = `CONNECT origin.example:443 HTTP/1.1\r\nHost: origin.example:443\r\nProxy-Authorization: ${formatBasic('proxy', 'pa:ss')}\r\n\r\n`;
    expect(seen).toBe(expected);
  });

  it('forwards plain HTTP in absolute form, without the client’s own credentials', async () => {
    let seen = '';
    const script = answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', { onRequest: (head) => (seen = head) });
    await using proxy = await startServer(script);
    await using gateway = await through(proxy.port);
    using client = await connectRaw(gateway.port);
    client.write(absolute(8001, { path: '/a?b' }));
    await client.until(/ok$/);
    expect(seen).toMatch(/^GET http:\/\/127\.0\.0\.1:8001\/a\?b HTTP\/1\.1\r\nHost: 127\.0\.0\.1:8001\r\n/);
    expect(seen.match(/Proxy-Authorization: /g)).toHaveLength(1);
    expect(seen).toContain(formatBasic('proxy', 'pa:ss'));
  });

  it.each([
    ['CONNECT', connectTo(443)],
    ['plain HTTP', absolute(80)],
  ])('blames the endpoint for a 407 to %s and asks the client for nothing', async (_name, request) => {
    await using proxy = await startServer(
      answering('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n'),
    );
    await using gateway = await through(proxy.port);
    using client = await connectRaw(gateway.port);
    client.write(request);
    const [answer] = await client.until(/^HTTP\/1\.1 502 [\s\S]*worth retrying: yes\n$/);
    expect(answer).toContain('details="upstream_proxy_unauthorized"');
    expect(answer).not.toContain('Proxy-Authenticate');
  });

  it.each([
    ['a refusal', 'HTTP/1.1 403 No\r\n\r\n', 'upstream_proxy_denied'],
    ['a failure', 'HTTP/1.1 503 Later\r\n\r\n', 'upstream_proxy_failed'],
    ['a redirect', 'HTTP/1.1 302 There\r\n\r\n', 'upstream_proxy_failed'],
    ['garbage', 'SSH-2.0-x\r\n\r\n', 'upstream_proxy_failed'],
    ['a close', '', 'connection_terminated'],
  ])('names %s to CONNECT', async (_name, bytes, code) => {
    await using proxy = await startServer(answering(bytes, { end: true }));
    await using gateway = await through(proxy.port);
    using client = await connectRaw(gateway.port);
    client.write(connectTo(443));
    expect((await client.until(/details="(\w+)"/))[1]).toBe(code);
  });

  it('gives up on a proxy that never answers CONNECT', async () => {
    const asked = Promise.withResolvers<void>();
    await using proxy = await startServer((socket) => socket.once('data', () => asked.resolve()));
    await using gateway = await through(proxy.port);
    using client = await connectRaw(gateway.port);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    client.write(connectTo(443));
    await asked.promise;
    await vi.advanceTimersByTimeAsync(LIMITS.connectMs + 1);
    vi.useRealTimers();
    await client.until(/504 [\s\S]*connection_timeout/);
  });

  it('takes another endpoint when the first is down, within the same request', async () => {
    await using proxy = await startServer(answering('HTTP/1.1 200 Yes\r\n\r\n'));
    await using gateway = await through(1, 2, proxy.port);
    using client = await connectRaw(gateway.port);
    client.write(connectTo(443));
    await client.until(/200 Connection established/);
  });

  it('tries three endpoints at the most', async () => {
    await using proxy = await startServer(answering('HTTP/1.1 200 Yes\r\n\r\n'));
    await using gateway = await through(1, 2, 3, proxy.port);
    using client = await connectRaw(gateway.port);
    client.write(connectTo(443));
    await client.until(/502 [\s\S]*connection_refused/);
    expect(proxy.accepted()).toBe(0);
  });
});

it('gives the client what a provider means, and the target’s own answers as they are', async () => {
  const words = 'X-Error-Description: Access denied: restricted target.\r\n';
  for (const [headers, expected] of [
    [words, /^HTTP\/1\.1 502 [\s\S]*details="upstream_proxy_denied"/],
    ['', /^HTTP\/1\.1 403 No\r\n/],
  ] as const) {
    await using proxy = await startServer(answering(`HTTP/1.1 403 No\r\n${headers}Content-Length: 0\r\n\r\n`));
    const snapshot = snapshotOf({
      pools: [{ name: 'geo', kind: 'provider', endpoints: [endpointOf(proxy.port)], provider: providerOf('oxylabs') }],
      routes: [{ match: {}, pool: 'geo' }],
    });
    await using gateway = await startGateway({ snapshot });
    using client = await connectRaw(gateway.port);
    client.write(absolute(80));
    await client.until(expected);
  }
});

/** Asks a proxy that runs `script` for a tunnel, without a gateway around it. */
async function tunnelBy(
  script: (socket: Socket) => void,
  options: { host?: string; ending?: AbortSignal } = {},
): Promise<{ connection: Connection; proxyLeft: Promise<void>; [Symbol.asyncDispose](): Promise<void> }> {
  const { host = 'target.example', ending = new AbortController().signal } = options;
  const left = Promise.withResolvers<void>();
  const proxy = await startServer((socket) => {
    socket.on('end', () => left.resolve()).on('close', () => left.resolve());
    script(socket);
  });
  try {
    const { connection } = await connectProxy(proxyRequest(proxy.port, { host, port: 443 }, { ending }));
    return { connection, proxyLeft: left.promise, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
  } catch (error) {
    // Whatever went wrong, nothing stays open.
    await left.promise;
    await proxy[Symbol.asyncDispose]();
    throw error;
  }
}

describe('the handshake for a tunnel', () => {
  it('asks for an IPv6 address in brackets, and for nothing with a login it does not have', async () => {
    const onRequest = vi.fn();
    await using opened = await tunnelBy(answering('HTTP/1.1 200 OK\r\n\r\n', { onRequest }), { host: '2001:db8::1' });
    opened.connection.destroy();
    expect(onRequest.mock.calls).toEqual([['CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n']]);
  });

  it.each<[says: string, head: string]>([
    ['at once', 'HTTP/1.1 200 Connection established\r\n\r\n'],
    ['with another 2xx', 'HTTP/1.0 299 \r\n\r\n'],
    ['after interim answers', 'HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
    // RFC 9110 §9.3.6: a client must ignore these in a 2xx answer to CONNECT.
    ['with framing that does not count', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'],
  ])('opens %s, and what stands behind the head is the target’s', async (_says, head) => {
    await using opened = await tunnelBy(answering(`${head}early`, { end: true }));
    const heard = hear();
    opened.connection.receive(heard);
    opened.connection.resume();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['data:early', 'end']);
    opened.connection.destroy();
  });

  it('takes an answer octet by octet', async () => {
    await using opened = await tunnelBy((socket) => {
      socket.setNoDelay(true).once('data', async () => {
        for (const octet of 'HTTP/1.1 200 OK\r\nX: y\r\n\r\n') {
          socket.write(octet);
          await new Promise(setImmediate);
        }
      });
    });
    opened.connection.destroy();
  });

  it.each<[answer: string, code: ErrorCode]>([
    ['HTTP/1.1 407 Auth\r\n\r\n', 'upstream_proxy_unauthorized'],
    ['HTTP/1.1 403 Words\r\n\r\n', 'upstream_proxy_denied'],
    ['HTTP/1.1 502 Words\r\nContent-Length: 5\r\n\r\nWords', 'upstream_proxy_failed'],
    ['HTTP/1.1 302 Login\r\nLocation: http://Words.example/\r\n\r\n', 'upstream_proxy_failed'],
    ['SSH-2.0-Words\r\n', 'upstream_proxy_failed'],
    [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(LIMITS.responseHead)}`, 'upstream_proxy_failed'],
  ])('lets another endpoint be tried after %.20s…, whose words it does not repeat', async (answer, code) => {
    const failure = await tunnelBy(answering(answer)).catch((error) => error);
    expect(failure).toMatchObject({ code, retryable: true });
    expect(failure.message).not.toContain('Words');
  });

  it.each<[how: string, leave: (socket: Socket) => void]>([
    ['closes', (socket) => void socket.end()],
    ['closes in the middle of its head', (socket) => void socket.end('HTTP/1.1 200')],
    ['resets', (socket) => void socket.resetAndDestroy()],
  ])('fails when the proxy %s', async (_how, leave) => {
    const opening = tunnelBy((socket) => void socket.once('data', () => leave(socket)));
    await expect(opening).rejects.toMatchObject({ code: 'connection_terminated' });
  });

  it('is given up when everything ends', async () => {
    const ending = new AbortController();
    const end = () => ending.abort(new AtlanticError('gateway_draining'));
    const opening = tunnelBy((socket) => void socket.once('data', end), { ending: ending.signal });
    await expect(opening).rejects.toMatchObject({ code: 'gateway_draining' });
  });
});

it('passes an origin’s 407 on when there is no proxy between', async () => {
  await using origin = await startServer(answering('HTTP/1.1 407 Odd\r\nContent-Length: 0\r\n\r\n'));
  await using gateway = await startGateway();
  using client = await connectRaw(gateway.port);
  client.write(absolute(origin.port));
  await client.until(/^HTTP\/1\.1 407 Odd\r\n/);
});
