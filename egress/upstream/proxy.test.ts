import { AtlanticError } from '@atlantic/contract/errors.ts';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { hear } from '../fixture/pair.ts';
import { answering, connectRaw, startServer } from '../fixture/peer.ts';
import { proxyRequest } from '../fixture/proxy-request.ts';
import { absolute, connectTo } from '../fixture/requests.ts';
import { endpointOf, snapshotOf, throughProxies } from '../fixture/snapshot.ts';
import { startTlsServer } from '../fixture/tls-peer.ts';
import { dial } from './dial.ts';
import { connectProxy, type ProxyRequest } from './proxy.ts';

const TARGET = { host: 'target.example', port: 80 };
const issuer = createIssuer();
const certificate = issuer.issue('127.0.0.1');
const resolve = async (host: string) => (host === 'target.example' ? ['192.0.2.7'] : [host]);
const plain: ProxyRequest['intent'] = { protocol: 'http', target: TARGET, options: {} };

describe('an HTTP proxy that shall not resolve names', () => {
  it.each(['connect', 'http'] as const)('is asked for a tunnel to the address (%s)', async (protocol) => {
    let seen = '';
    await using proxy = await startServer(answering('HTTP/1.1 200 OK\r\n\r\n', { onRequest: (head) => (seen = head) }));
    const intent = { ...plain, protocol };
    const { connection, http } = await connectProxy(
      proxyRequest(proxy.port, TARGET, { intent, names: 'gateway', resolve }),
    );
    expect(seen).toBe('CONNECT 192.0.2.7:80 HTTP/1.1\r\nHost: 192.0.2.7:80\r\n\r\n');
    expect(http).toEqual({ form: 'origin' });
    connection.destroy();
  });

  it('is not connected to when the name may not be reached', async () => {
    await using proxy = await startServer(() => {});
    const request = proxyRequest(proxy.port, TARGET, { names: 'gateway' });
    const failing = { ...request, resolve: () => Promise.reject(new AtlanticError('dns_error')) };
    await expect(connectProxy(failing)).rejects.toMatchObject({ code: 'dns_error' });
    expect(proxy.accepted()).toBe(0);
  });
});

describe('a proxy behind TLS', () => {
  const secured = (port: number, changes: Partial<ProxyRequest> = {}) =>
    proxyRequest(port, TARGET, { endpoint: endpointOf(port, { kind: 'https' }), ca: issuer.certificate, ...changes });

  it('opens a tunnel that ends one side at a time, and loses nothing', async () => {
    await using proxy = await startTlsServer(certificate, (socket) => {
      let got = '';
      socket.on('data', (chunk) => {
        got += chunk.toString('latin1');
        if (got.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 200 OK\r\n\r\nearly');
      });
      socket.on('end', () => socket.end(`heard ${got.split('\r\n\r\n')[1]}`));
    });
    const { connection } = await connectProxy(secured(proxy.port));
    const heard = hear();
    connection.receive(heard);
    connection.resume();
    await heard.until(/early$/);
    void connection.write([Buffer.from('late')]);
    connection.halfClose();
    await heard.until(/^end$/);
    expect(heard.events()).toEqual(['data:earlyheard late', 'end']);
    connection.destroy();
  });

  it('is closed when it refuses', async () => {
    const left = Promise.withResolvers<void>();
    await using proxy = await startTlsServer(certificate, (socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 403 No\r\n\r\n')).on('close', () => left.resolve());
      socket.on('end', () => left.resolve());
    });
    await expect(connectProxy(secured(proxy.port))).rejects.toMatchObject({ code: 'upstream_proxy_denied' });
    await left.promise;
  });

  it('serves plain HTTP in absolute form through the gateway', async () => {
    const body = 'x'.repeat(3_000_000);
    await using proxy = await startTlsServer(
      certificate,
      answering(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
    );
    const endpoints = [endpointOf(proxy.port, { kind: 'https' })];
    const pools = [{ name: 'rented', kind: 'list' as const, endpoints, ca: issuer.certificate }];
    await using gateway = await startGateway({
      snapshot: snapshotOf({ pools, routes: [{ match: {}, pool: 'rented' }] }),
    });
    using client = await connectRaw(gateway.port);
    client.write(absolute(80));
    await client.until(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nx{3000000}$/);
  });

  it('that nobody vouches for is refused, and the client learns why', async () => {
    await using proxy = await startTlsServer(certificate, () => {});
    await using gateway = await startGateway({ snapshot: throughProxies(endpointOf(proxy.port, { kind: 'https' })) });
    using client = await connectRaw(gateway.port);
    client.write(connectTo(443));
    const [answer] = await client.until(/^HTTP\/1\.1 502 [\s\S]*worth retrying: yes\n$/);
    expect(answer).toContain('Proxy-Status: atlantic;error=tls_certificate_error;');
    expect(answer).toContain('Its issuer is unknown.');
  });
});

describe('whose answer it is', () => {
  const squid = 'HTTP/1.1 503 No\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\nContent-Length: 5\r\n\r\nWords';

  it.each([
    ['CONNECT', connectTo(443)],
    ['plain HTTP', absolute(80)],
  ])('is said for a proxy’s own, in our words (%s)', async (_name, request) => {
    await using proxy = await startServer(answering(squid));
    await using gateway = await startGateway({ snapshot: throughProxies(endpointOf(proxy.port)) });
    using client = await connectRaw(gateway.port);
    client.write(request);
    const [answer] = await client.until(/^HTTP\/1\.1 502 [\s\S]*worth retrying: yes\n$/);
    const status = `atlantic;error=connection_refused;next-hop=proxy-${proxy.port};received-status=503;details="connection_refused"`;
    expect(answer).toContain(`Proxy-Status: ${status}\r\n`);
    expect(answer).not.toContain('Words');
    expect(answer).not.toContain('Squid-Error:');
  });

  it.each([403, 502, 503])('is the target’s, which passes unchanged (%i)', async (status) => {
    const answer = `HTTP/1.1 ${status} Mine\r\nServer: origin\r\nContent-Length: 5\r\n\r\nWords`;
    await using proxy = await startServer(answering(answer));
    await using gateway = await startGateway({ snapshot: throughProxies(endpointOf(proxy.port)) });
    using client = await connectRaw(gateway.port);
    client.write(absolute(80));
    await client.until(new RegExp(`^HTTP/1\\.1 ${status} Mine\\r\\nServer: origin\\r\\n[\\s\\S]*Words$`));
  });

  it('may be told by another reading than ours', async () => {
    await using proxy = await startServer(answering('HTTP/1.1 429 No\r\nX-Vendor: stop\r\n\r\n'));
    const readAnswer: ProxyRequest['readAnswer'] = ({ status }) =>
      status === 429 ? new AtlanticError('upstream_proxy_unauthorized', { detail: 'Paid up?' }) : undefined;
    await expect(connectProxy(proxyRequest(proxy.port, TARGET, { readAnswer }))).rejects.toMatchObject({
      code: 'upstream_proxy_unauthorized',
      detail: 'Paid up?',
      answeredBy: { endpoint: `proxy-${proxy.port}`, status: 429 },
    });
  });
});

describe('a connection that stands already', () => {
  const AGREED = 'HTTP/1.1 200 OK\r\n\r\n';
  const spareTo = (port: number) => dial(['127.0.0.1'], port, new AbortController().signal);
  /** Asks by a spare to `port`, where there are two, and tells how far it came. */
  async function ask(port: number, changes: Partial<ProxyRequest> = {}) {
    const stages: string[] = [];
    const spare = await spareTo(changes.endpoint?.port ?? port);
    const request = proxyRequest(port, TARGET, {
      spare: () => spare,
      onStage: (stage) => stages.push(stage),
      ...changes,
    });
    const upstream = await connectProxy(request).finally(() => spare.destroy());
    upstream.connection.destroy();
    return { stages, bySpare: upstream.connection === spare };
  }

  it('is used for a tunnel, without dialling', async () => {
    await using proxy = await startServer(answering(AGREED));
    expect(await ask(proxy.port)).toEqual({ stages: ['handshake', 'answer'], bySpare: true });
    expect(proxy.accepted()).toBe(1);
  });

  it('is not used for what is forwarded, and cannot be sent twice', async () => {
    await using proxy = await startServer(answering(AGREED));
    expect(await ask(proxy.port, { intent: plain })).toMatchObject({ stages: ['dial', 'handshake', 'answer'] });
  });

  it.each<[kind: 'http' | 'socks4a', answer: string]>([
    ['http', AGREED],
    ['socks4a', '\x00\x5a\x00\x00\x00\x00\x00\x00'],
  ])('that closes instead of answering is replaced by a new one (%s)', async (kind, answer) => {
    let first = true;
    await using proxy = await startServer((socket) => {
      const dead = first;
      first = false;
      socket.once('data', () => void (dead ? socket.end() : socket.write(Buffer.from(answer, 'latin1'))));
    });
    const { stages, bySpare } = await ask(proxy.port, { endpoint: endpointOf(proxy.port, { kind }) });
    expect(bySpare).toBe(false);
    expect(stages.slice(-3)).toEqual(['dial', 'handshake', 'answer']);
  });

  it('that refuses is believed', async () => {
    await using proxy = await startServer(answering('HTTP/1.1 407 No\r\n\r\n'));
    await expect(ask(proxy.port)).rejects.toMatchObject({ code: 'upstream_proxy_unauthorized' });
    expect(proxy.accepted()).toBe(1);
  });
});
