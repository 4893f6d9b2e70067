import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it, vi } from 'vitest';
import type { Exchange } from './exchange.ts';
import { exchangeOf } from './fixture/exchange.ts';
import { type GatewayParts, openGateway } from './fixture/gateway-parts.ts';
import { answering, type ScriptedServer, startServer } from './fixture/peer.ts';
import { endpointOf, snapshotOf, throughProxies } from './fixture/snapshot.ts';
import { serve } from './serve.ts';

const proxy = (status: number) => startServer(answering(`HTTP/1.1 ${status} Whatever\r\n\r\n`));
const through = (...servers: ScriptedServer[]) => throughProxies(...servers.map(({ port }) => endpointOf(port)));
const leases = ({ gateway }: GatewayParts) =>
  gateway.view().routes.flatMap(({ pool }) => pool.exits.map(({ candidate }) => candidate.active));

const asking =
  (options: RequestOptions): Exchange['intent'] =>
  async () => ({ protocol: 'connect', target: { host: '127.0.0.1', port: 443 }, options });

/** Serves one request of `alice`, checks that it was settled once and nothing is leased, and gives its error's code. */
async function outcome(
  parts: GatewayParts,
  changes: Partial<Exchange> = {},
  name = 'alice',
): Promise<ErrorCode | 'ok'> {
  const exchange = exchangeOf(name, 443, changes);
  const before = parts.logged.length;
  await serve(parts.gateway, exchange);
  const records = parts.logged.slice(before).filter(({ message }) => message === 'request');
  expect(records).toHaveLength(1);
  expect(leases(parts).every((active) => active === 0)).toBe(true);
  const refusals = records[0]?.fields?.outcome === 'ok' ? 0 : 1;
  expect(exchange.refused).toHaveLength(refusals);
  return exchange.refused[0]?.code ?? 'ok';
}

describe('the loop around lease and connect', () => {
  it('goes on to another exit when one refuses in a way that another may not', async () => {
    await using denies = await proxy(403);
    await using wants = await proxy(407);
    await using opens = await proxy(200);
    using parts = openGateway({ snapshot: through(denies, wants, opens) });
    expect(await outcome(parts)).toBe('ok');
    expect([denies.accepted(), wants.accepted(), opens.accepted()]).toEqual([1, 1, 1]);
    expect(parts.usage('id-alice', true)).toMatchObject({ admitted: 1, ok: 1 });
  });

  it('tries three exits at most, and says what the last said', async () => {
    await using first = await proxy(502);
    await using second = await proxy(502);
    await using third = await proxy(403);
    await using fourth = await proxy(200);
    using parts = openGateway({ snapshot: through(first, second, third, fourth) });
    expect(await outcome(parts)).toBe('upstream_proxy_denied');
    expect(fourth.accepted()).toBe(0);
    // The next request begins where this one ended.
    expect(await outcome(parts)).toBe('ok');
  });

  it('sends a session out by one exit, and to another only while that one fails', async () => {
    await using one = await proxy(200);
    await using two = await proxy(200);
    await using three = await proxy(200);
    using parts = openGateway({ snapshot: through(one, two, three) });
    const intent = asking({ session: 'cart7' });
    for (let request = 0; request < 5; request += 1) expect(await outcome(parts, { intent })).toBe('ok');
    expect([one, two, three].map((server) => server.accepted()).sort()).toEqual([0, 0, 5]);
  });

  it('lets a strict session fail rather than change its exit', async () => {
    await using one = await proxy(502);
    await using two = await proxy(502);
    using parts = openGateway({ snapshot: through(one, two) });
    expect(await outcome(parts, { intent: asking({ session: 'cart7', strict: true }) })).toBe('upstream_proxy_failed');
    expect(one.accepted() + two.accepted()).toBe(1);
    expect(await outcome(parts, { intent: asking({ session: 'cart7', strict: false }) })).toBe('upstream_proxy_failed');
    expect(one.accepted() + two.accepted()).toBe(3);
  });

  it('tries no exit twice for a request', async () => {
    await using first = await proxy(502);
    await using second = await proxy(502);
    using parts = openGateway({ snapshot: through(first, second) });
    expect(await outcome(parts)).toBe('upstream_proxy_failed');
    expect([first.accepted(), second.accepted()]).toEqual([1, 1]);
  });

  it('does not go on when no other exit could help', async () => {
    const direct: Snapshot['pools'] = [{ name: 'direct', kind: 'direct', endpoints: [] }];
    const resolve = vi.fn(() => Promise.reject(new AtlanticError('dns_error')));
    using parts = openGateway({ snapshot: snapshotOf({ pools: direct }), resolve });
    const intent: Exchange['intent'] = async () => ({
      protocol: 'connect',
      target: { host: 'no.example', port: 1 },
      options: {},
    });
    expect(await outcome(parts, { intent })).toBe('dns_error');
    expect(resolve).toHaveBeenCalledOnce();
  });

  it('passes exits of the wrong address family by, however many, and counts none of them as tried', async () => {
    const seen = Promise.withResolvers<string | undefined>();
    await using origin = await startServer((socket) => seen.resolve(socket.remoteAddress));
    const addresses = [...Array.from({ length: 9 }, (_, at) => `2001:db8::${at + 1}`), '127.0.0.8'];
    const direct: Snapshot['pools'] = [{ name: 'direct', kind: 'direct', endpoints: [], addresses }];
    const resolve = vi.fn(async () => ['127.0.0.1']);
    using parts = openGateway({ snapshot: snapshotOf({ pools: direct }), resolve });
    await serve(parts.gateway, exchangeOf('alice', origin.port));
    expect(await seen.promise).toBe('127.0.0.8');
    expect(resolve).toHaveBeenCalledTimes(2);
  });

  it('says that no exit has the address family of the target', async () => {
    const addresses = ['2001:db8::1', '2001:db8::2'];
    const direct: Snapshot['pools'] = [{ name: 'direct', kind: 'direct', endpoints: [], addresses }];
    using parts = openGateway({ snapshot: snapshotOf({ pools: direct }), resolve: async () => ['127.0.0.1'] });
    expect(await outcome(parts)).toBe('exit_family_unmatched');
  });

  it('does not go on once the relay has begun', async () => {
    await using first = await proxy(200);
    await using second = await proxy(200);
    using parts = openGateway({ snapshot: through(first, second) });
    const relay = () => Promise.reject(new AtlanticError('connection_terminated'));
    expect(await outcome(parts, { relay })).toBe('connection_terminated');
    expect([first.accepted(), second.accepted()]).toEqual([1, 0]);
  });
});

describe('a request', () => {
  const oops = () => Promise.reject(new TypeError('oops'));

  it.each<[where: string, changes: Partial<Exchange>, billed: boolean]>([
    ['its proof cannot be read', { proof: oops }, false],
    ['its intent cannot be read', { intent: oops }, false],
    ['its relay breaks', { relay: oops }, true],
  ])('is settled once when %s', async (_where, changes, billed) => {
    await using opens = await proxy(200);
    using parts = openGateway({ snapshot: through(opens) });
    expect(await outcome(parts, changes)).toBe('internal_error');
    expect(parts.usage('id-alice', true)).toEqual(billed ? expect.objectContaining({ admitted: 1, failed: 1 }) : {});
    expect(parts.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it.each<[why: ErrorCode, options: Parameters<typeof openGateway>[0], name: string, credential: string]>([
    ['credentials_invalid', {}, 'mallory', ''],
    ['credential_paused', {}, 'paul', ''],
    ['route_missing', { snapshot: snapshotOf({ routes: [] }) }, 'alice', 'id-alice'],
    ['quota_exceeded', { quota: { bytes: 100, requests: 0 } }, 'meg', 'id-meg'],
  ])('is refused and billed to nobody: %s', async (why, options, name, credential) => {
    using parts = openGateway(options);
    expect(await outcome(parts, {}, name)).toBe(why);
    expect(parts.usage(credential, false)).toMatchObject({ refused: 1, admitted: 0 });
    const { admitted = 0 } = parts.usage('id-meg', true);
    expect(admitted).toBe(0);
  });

  it('is admitted before an exit is looked for, so an empty pool is a failure', async () => {
    using parts = openGateway({ snapshot: throughProxies() });
    expect(await outcome(parts)).toBe('pool_empty');
    expect(parts.usage('id-alice', true)).toMatchObject({ admitted: 1, failed: 1 });
  });

  it('says whether its connection can carry another, by relay or by refusal', async () => {
    await using opens = await proxy(200);
    using parts = openGateway({ snapshot: through(opens) });
    const { gateway } = parts;
    expect(await serve(gateway, exchangeOf('alice', 443))).toBe(true);
    expect(await serve(gateway, exchangeOf('alice', 443, { relay: async () => false }))).toBe(false);
    expect(await serve(gateway, exchangeOf('mallory', 443))).toBe(false);
    expect(await serve(gateway, exchangeOf('mallory', 443, { refuse: async () => true }))).toBe(true);
  });

  it.each(['ends', 'fails'])('leaves no upstream open when its relay %s', async (how) => {
    const left = Promise.withResolvers<void>();
    await using opens = await startServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n')).on('end', () => left.resolve());
    });
    using parts = openGateway({ snapshot: through(opens) });
    const relay = how === 'ends' ? async () => false : () => Promise.reject(new AtlanticError('quota_exceeded'));
    await outcome(parts, { relay });
    await left.promise;
  });

  it('keeps the snapshot it began with', async () => {
    await using opens = await proxy(200);
    using parts = openGateway({ snapshot: through(opens) });
    const view = vi.fn(parts.gateway.view);
    await serve({ ...parts.gateway, view }, exchangeOf('alice', 443));
    expect(view).toHaveBeenCalledOnce();
  });

  it('rejects without a ledger to write in, with nothing left leased', async () => {
    await using opens = await proxy(200);
    using parts = openGateway({ snapshot: through(opens) });
    const full = {
      ...parts.gateway.ledger,
      slot: () => {
        throw new RangeError('ledger is full');
      },
    };
    await expect(serve({ ...parts.gateway, ledger: full }, exchangeOf('alice', 443))).rejects.toThrow('full');
    expect(leases(parts)).toEqual([0]);
    expect(opens.accepted()).toBe(0);
  });
});
