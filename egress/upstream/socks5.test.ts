import { once } from 'node:events';
import type { Socket } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { hear } from '../fixture/pair.ts';
import { connectRaw, type ScriptedServer, startServer } from '../fixture/peer.ts';
import { proxyRequest } from '../fixture/proxy-request.ts';
import { absolute } from '../fixture/requests.ts';
import { throughProxies } from '../fixture/snapshot.ts';
import type { Target } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import type { Login } from './login.ts';
import { connectProxy } from './proxy.ts';

type Turn = readonly [hears: string, says: string];

const NEVER = new AbortController().signal;
const login = { username: 'me', password: 'secret' };
const name: Target = { host: 'target.example', port: 80 };

const GREETING = '\x05\x01\x00';
const LOGIN_GREETING = '\x05\x02\x02\x00';
const LOGIN = '\x01\x02me\x06secret';
const REQUEST = '\x05\x01\x00\x03\x0etarget.example\x00\x50';
const OPEN = '\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00';

/** A proxy that answers as soon as it has heard as much as each turn expects, and sends back all that comes later. */
function proxyOf(turns: readonly Turn[]) {
  const heard: string[] = [];
  const script = (socket: Socket): void => {
    const left = [...turns];
    let octets = '';
    socket.on('data', (chunk) => {
      octets += chunk.toString('latin1');
      const [hears, says] = left[0] ?? ['', octets];
      if (octets.length < hears.length) return;
      heard.push(octets);
      octets = '';
      left.shift();
      socket.write(Buffer.from(says, 'latin1'));
    });
  };
  return { heard, script };
}

const endpointAt = ({ port }: ScriptedServer): SnapshotEndpoint => {
  const address = `socks5://127.0.0.1:${port}`;
  return { id: 'up-1', address, kind: 'socks5', host: 'proxy.example', port };
};

/** Connects as a tunnel, by way of `proxy`. Only the proxy's own name is ever looked up. */
const connectBy = (proxy: ScriptedServer, target: Target, user: Partial<Login> = {}, ending = NEVER) => {
  const { username, password = '' } = user;
  const resolve = async (host: string) => {
    expect(host).toBe('proxy.example');
    return ['127.0.0.1'];
  };
  const login = username === undefined ? undefined : { username, password };
  return connectProxy(proxyRequest(proxy.port, target, { endpoint: endpointAt(proxy), login, resolve, ending }));
};

/** Waits until all that came is `text`. */
async function expectText(connection: Connection, text: string): Promise<void> {
  const heard = hear();
  connection.receive(heard);
  connection.resume();
  await heard.until(new RegExp(`^data:${text}$`));
}

describe('a SOCKS5 proxy', () => {
  it.each<[string, Target, Partial<Login>, Turn[]]>([
    [
      'without login, to a name',
      name,
      {},
      [
        [GREETING, '\x05\x00'],
        [REQUEST, OPEN],
      ],
    ],
    [
      'with login',
      name,
      login,
      [
        [LOGIN_GREETING, '\x05\x02'],
        [LOGIN, '\x01\x00'],
        [REQUEST, OPEN],
      ],
    ],
    [
      'that needs no login',
      name,
      login,
      [
        [LOGIN_GREETING, '\x05\x00'],
        [REQUEST, OPEN],
      ],
    ],
    [
      'to an IPv4 address',
      { host: '192.0.2.7', port: 443 },
      {},
      [
        [GREETING, '\x05\x00'],
        ['\x05\x01\x00\x01\xc0\x00\x02\x07\x01\xbb', OPEN],
      ],
    ],
    [
      'to an IPv6 address',
      { host: '::1', port: 443 },
      {},
      [
        [GREETING, '\x05\x00'],
        [`\x05\x01\x00\x04${'\x00'.repeat(15)}\x01\x01\xbb`, OPEN],
      ],
    ],
  ])('%s', async (_, target, user, turns) => {
    const script = proxyOf(turns);
    await using proxy = await startServer(script.script);
    const { connection, http } = await connectBy(proxy, target, user);
    expect(script.heard).toEqual(turns.map(([hears]) => hears));
    expect(http).toEqual({ form: 'origin' });
    void connection.write([Buffer.from('ping')]);
    await expectText(connection, 'ping');
    connection.destroy();
  });

  it('loses nothing that the target says at once', async () => {
    await using proxy = await startServer(
      proxyOf([
        [GREETING, '\x05\x00'],
        [REQUEST, `${OPEN}220 ready`],
      ]).script,
    );
    const { connection } = await connectBy(proxy, name);
    await expectText(connection, '220 ready');
    connection.destroy();
  });

  it('carries plain HTTP in the form that an origin server is asked in', async () => {
    const request = 'GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    const script = proxyOf([
      [GREETING, '\x05\x00'],
      [REQUEST.replace('\x0etarget.example', '\x09localhost'), OPEN],
      [request, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'],
    ]);
    await using proxy = await startServer(script.script);
    const snapshot = throughProxies({ ...endpointAt(proxy), host: '127.0.0.1' });
    await using gateway = await startGateway({ snapshot });
    using client = await connectRaw(gateway.port);
    client.write(absolute(80, { path: '/a' }).replace('http://127.0.0.1:80', 'http://localhost'));
    await client.until(/^HTTP\/1\.1 200 OK\r\n[\s\S]*hi$/);
    expect(script.heard[2]).toBe(request);
  });
});

describe('a SOCKS5 proxy that fails', () => {
  afterEach(() => vi.useRealTimers());

  it.each([
    [1, 'upstream_proxy_failed'],
    [2, 'upstream_proxy_denied'],
    [3, 'destination_unroutable'],
    [4, 'destination_unroutable'],
    [5, 'connection_refused'],
    [6, 'connection_timeout'],
    [7, 'upstream_proxy_failed'],
    [8, 'upstream_proxy_failed'],
    [9, 'upstream_proxy_failed'],
    [240, 'upstream_proxy_failed'],
  ])('with the reply %i', async (reply, code) => {
    const says = `\x05${String.fromCharCode(reply)}\x00\x01\x00\x00\x00\x00\x00\x00`;
    await using proxy = await startServer(
      proxyOf([
        [GREETING, '\x05\x00'],
        [REQUEST, says],
      ]).script,
    );
    const detail = `The reply of the upstream proxy was ${reply}.`;
    await expect(connectBy(proxy, name)).rejects.toMatchObject({ code, detail });
  });

  it.each<[string, Partial<Login>, Turn[], object]>([
    ['because it wants a login', {}, [[GREETING, '\x05\xff']], { code: 'upstream_proxy_unauthorized' }],
    [
      'because the password is wrong',
      login,
      [
        [LOGIN_GREETING, '\x05\x02'],
        [LOGIN, '\x01\x01'],
      ],
      { code: 'upstream_proxy_unauthorized' },
    ],
    [
      'because it is a web server',
      {},
      [[GREETING, 'HTTP/1.1 400 Bad Request\r\n\r\n']],
      { code: 'upstream_proxy_failed', detail: 'In its SOCKS5 handshake, the version is not 5.' },
    ],
    [
      'because the login does not fit',
      { username: 'x'.repeat(256) },
      [],
      { code: 'upstream_proxy_failed', detail: expect.stringContaining('longer than 255 octets') },
    ],
  ])('%s', async (_, user, turns, error) => {
    const closed = Promise.withResolvers<void>();
    await using proxy = await startServer((socket) => {
      socket.on('end', () => closed.resolve());
      proxyOf(turns).script(socket);
    });
    await expect(connectBy(proxy, name, user)).rejects.toMatchObject(error);
    await closed.promise;
  });

  it('because it closes in the handshake', async () => {
    await using proxy = await startServer((socket) => socket.once('data', () => socket.end('\x05')));
    await expect(connectBy(proxy, name)).rejects.toMatchObject({ code: 'connection_terminated' });
  });

  it('because it says nothing in time', async () => {
    const asked = Promise.withResolvers<Socket>();
    await using proxy = await startServer((socket) => void socket.once('data', () => asked.resolve(socket)));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const failed = expect(connectBy(proxy, name)).rejects.toMatchObject({ code: 'connection_timeout' });
    const closed = once(await asked.promise, 'end');
    await vi.advanceTimersByTimeAsync(LIMITS.connectMs);
    await failed;
    await closed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('because everything ends', async () => {
    const ending = new AbortController();
    await using proxy = await startServer(
      (socket) => void socket.once('data', () => ending.abort(new AtlanticError('gateway_draining'))),
    );
    await expect(connectBy(proxy, name, {}, ending.signal)).rejects.toMatchObject({ code: 'gateway_draining' });
  });
});
