import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { NameResolver, Snapshot, SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { formatBasic } from '@atlantic/wire/basic-auth.ts';
import { describe, expect, it, vi } from 'vitest';
import { credentialOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { hear } from '../fixture/pair.ts';
import { answering, startServer } from '../fixture/peer.ts';
import { providerOf } from '../fixture/provider.ts';
import { endpointOf, snapshotOf, throughProxies } from '../fixture/snapshot.ts';
import type { Gateway } from '../gateway.ts';
import type { Intent } from '../intent.ts';
import { render } from '../provider/render.ts';
import { accountOf } from '../view.ts';
import { connect } from './connect.ts';
import { lease } from './lease.ts';

const toward = (host: string, port: number, protocol: Intent['protocol'] = 'connect'): Intent => ({
  protocol,
  target: { host, port },
  options: {},
});

/** A snapshot whose only pool is Oxylabs, at this port of loopback. */
const throughProvider = (port: number, changes: Partial<SnapshotEndpoint> = {}): Snapshot =>
  snapshotOf({
    pools: [{ name: 'geo', kind: 'provider', endpoints: [endpointOf(port, changes)], provider: providerOf('oxylabs') }],
    routes: [{ match: {}, pool: 'geo' }],
  });

/** Connects `meg` by the only route of the gateway's snapshot. */
function reach(gateway: Gateway, intent: Intent) {
  const view = gateway.view();
  const pool = view.routes[0]?.pool;
  if (!pool) throw new Error('the snapshot has a route');
  const credential = credentialOf(gateway, 'meg');
  const account = accountOf(view, credential);
  const asked = {
    tried: new Set<never>(),
    session: undefined,
    strict: false,
    credential: 'id-meg',
    target: { host: 't', port: 1 },
  };
  return connect(gateway, {
    account,
    credential,
    intent,
    pool,
    lease: lease(gateway, pool, asked),
    session: undefined,
  });
}

describe('connecting', () => {
  it('goes straight to the target from a direct exit', async () => {
    const resolve = vi.fn(async () => ['127.0.0.1']);
    using parts = openGateway({ resolve });
    await using origin = await startServer(() => {});
    const { connection, http } = await reach(parts.gateway, toward('origin.example', origin.port));
    expect(resolve.mock.calls).toEqual([['origin.example']]);
    expect(http.form).toBe('origin');
    connection.destroy();
  });

  it('leaves from the address of its exit, as the family of the target wants it', async () => {
    const seen: (string | undefined)[] = [];
    await using origin = await startServer((socket) => seen.push(socket.remoteAddress));
    const addresses = ['127.0.0.5', '127.0.0.6'];
    const snapshot = snapshotOf({ pools: [{ name: 'direct', kind: 'direct', endpoints: [], addresses }] });
    using parts = openGateway({ snapshot });
    for (const expected of addresses) {
      const { connection } = await reach(parts.gateway, toward('127.0.0.1', origin.port));
      await vi.waitFor(() => expect(seen.at(-1)).toBe(expected));
      connection.destroy();
    }
  });

  it.each<[kind: SnapshotEndpoint['kind'], resolve: NameResolver, asks: string]>([
    ['http', 'gateway', 'CONNECT 192.0.2.7:443 '],
    ['http', 'upstream', 'CONNECT origin.example:443 '],
    ['socks4', 'upstream', '\x04\x01\x01\xbb\xc0\x00\x02\x07\x00'],
    ['socks4a', 'upstream', '\x04\x01\x01\xbb\x00\x00\x00\x01\x00origin.example\x00'],
    ['socks5', 'gateway', '\x05\x01\x00'],
  ])('speaks to a proxy of the kind %s as its pool says (%s)', async (kind, resolver, asks) => {
    const asked = Promise.withResolvers<string>();
    await using proxy = await startServer((socket) =>
      socket.once('data', (chunk) => {
        asked.resolve(chunk.toString('latin1'));
        socket.end();
      }),
    );
    const endpoints = [endpointOf(proxy.port, { kind })];
    const pools = [{ name: 'rented', kind: 'list' as const, endpoints, resolve: resolver }];
    const snapshot = snapshotOf({ pools, routes: [{ match: {}, pool: 'rented' }] });
    using parts = openGateway({
      snapshot,
      resolve: async (host) => [host === 'origin.example' ? '192.0.2.7' : host],
    });
    await expect(reach(parts.gateway, toward('origin.example', 443))).rejects.toMatchObject({
      code: 'connection_terminated',
    });
    expect((await asked.promise).startsWith(asks)).toBe(true);
  });

  it('checks what a name resolves to', async () => {
    const { egress } = snapshotOf();
    const snapshot = snapshotOf({ egress: { ...egress, targets: { ...egress.targets, allowPrivate: false } } });
    using parts = openGateway({ snapshot, resolve: async () => ['10.0.0.1'] });
    await expect(reach(parts.gateway, toward('rebound.example', 80))).rejects.toMatchObject({ code: 'target_denied' });
  });

  it.each<[protocol: Intent['protocol'], form: string]>([
    ['connect', 'origin'],
    ['socks5', 'origin'],
    ['http', 'absolute'],
  ])('goes through an HTTP proxy for %s, and leaves the target’s name to it', async (protocol, form) => {
    const resolve = vi.fn(async (host: string) => [host]);
    await using proxy = await startServer(answering('HTTP/1.1 200 OK\r\n\r\n'));
    using parts = openGateway({ resolve, snapshot: throughProxies(endpointOf(proxy.port)) });
    const { connection, http } = await reach(parts.gateway, toward('origin.example', 443, protocol));
    expect(resolve.mock.calls).toEqual([['127.0.0.1']]);
    expect(http.form).toBe(form);
    connection.destroy();
  });

  it('knocks at a provider’s gateway with what was asked for, and as this credential', async () => {
    const heads: string[] = [];
    await using gateway = await startServer(
      answering('HTTP/1.1 200 OK\r\n\r\n', { onRequest: (head) => heads.push(head) }),
    );
    using parts = openGateway({ resolve: async (host) => [host], snapshot: throughProvider(gateway.port) });
    const asked: Intent = { ...toward('origin.example', 443), options: { country: 'de', session: 'cart' } };
    const { connection } = await reach(parts.gateway, asked);
    connection.destroy();
    const { username, password } = render(providerOf('oxylabs'), asked.options, 'id-meg');
    expect(heads[0]).toContain(`Proxy-Authorization: ${formatBasic(username, password)}\r\n`);
    expect(username).toMatch(/^customer-USERNAME-cc-DE-sessid-[0-9a-z]{16}$/);
  });

  it('knows what the gateway means by its refusal', async () => {
    const answer = 'HTTP/1.1 407 Access Denied\r\nX-Error-Description: traffic limit reached\r\n\r\n';
    await using gateway = await startServer(answering(answer));
    using parts = openGateway({ resolve: async (host) => [host], snapshot: throughProvider(gateway.port) });
    await expect(reach(parts.gateway, toward('origin.example', 443))).rejects.toMatchObject({
      code: 'upstream_quota_exceeded',
    });
  });

  it('speaks SOCKS5 to a gateway that does', async () => {
    const heard: Buffer[] = [];
    await using gateway = await startServer((socket) => {
      socket.on('data', (chunk) => {
        heard.push(chunk);
        // No method is accepted, but for the login (RFC 1928 §3); the login is refused (RFC 1929 §2).
        socket.write(heard.length === 1 ? Buffer.from([5, 2]) : Buffer.from([1, 1]));
      });
    });
    const snapshot = throughProvider(gateway.port, { kind: 'socks5' });
    using parts = openGateway({ resolve: async (host) => [host], snapshot });
    const asked: Intent = { ...toward('origin.example', 443), options: { country: 'fr' } };
    await expect(reach(parts.gateway, asked)).rejects.toMatchObject({ code: 'upstream_proxy_unauthorized' });
    expect(Buffer.concat(heard).toString('latin1')).toContain('customer-USERNAME-cc-FR');
  });

  it.each<[from: string, snapshot: Snapshot, exit: string]>([
    ['a direct exit', snapshotOf(), 'direct'],
    ['an endpoint that is down', throughProxies(endpointOf(1, { password: 'hidden' })), 'http://127.0.0.1:1'],
  ])('shows the status page from %s, without any network', async (_from, snapshot, exit) => {
    const resolve = vi.fn(() => Promise.reject(new AtlanticError('dns_error')));
    using parts = openGateway({ snapshot, resolve, quota: { bytes: 12_345, requests: 9 } });
    const { connection } = await reach(parts.gateway, toward('atlantic.status', 80));
    const heard = hear();
    connection.receive(heard);
    connection.resume();
    connection.write([Buffer.from('GET / HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n')]);
    await heard.until(/^end$/);
    const [page = ''] = heard.events();
    expect(JSON.parse(page.slice(page.indexOf('{')))).toMatchObject({ credential: 'meg', exit, bytesLeft: 12_345 });
    expect(page).not.toContain('hidden');
    expect(resolve).not.toHaveBeenCalled();
  });
});
