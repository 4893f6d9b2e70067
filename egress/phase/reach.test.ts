import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { credentialOf, exchangeOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { answering, type ScriptedServer, startServer } from '../fixture/peer.ts';
import { providerOf } from '../fixture/provider.ts';
import { endpointOf, snapshotOf } from '../fixture/snapshot.ts';
import { accountOf } from '../view.ts';
import { admit } from './admit.ts';
import { reach } from './reach.ts';
import type { RequestRecord } from './record.ts';
import { route } from './route.ts';

const proxy = (status: number) => startServer(answering(`HTTP/1.1 ${status} Whatever\r\n\r\n`));

/** Pools `first`, `second`, …, each of these proxies alone, and each falling back to the next. */
function chainOf(...servers: ScriptedServer[]): Snapshot {
  const names = ['first', 'second', 'third'];
  const pools = servers.map(({ port }, at): Snapshot['pools'][number] => ({
    name: names[at] ?? '',
    kind: 'list',
    endpoints: [endpointOf(port)],
    ...(at + 1 < servers.length && { fallback: names[at + 1] }),
  }));
  return snapshotOf({ pools, routes: [{ match: {}, pool: 'first' }] });
}

/** What became of one CONNECT of `meg`: the code it ended with, the pool it ended at. */
async function outcome(snapshot: Snapshot, options: RequestOptions = {}) {
  using parts = openGateway({ snapshot });
  const { gateway } = parts;
  const exchange = exchangeOf('meg', 443);
  const credential = credentialOf(gateway, 'meg');
  const intent = { protocol: 'connect' as const, target: { host: '127.0.0.1', port: 443 }, options };
  const { pool } = route(gateway.view(), intent, credential);
  const account = accountOf(gateway.view(), credential);
  await admit(gateway, exchange, credential, pool);
  const record: RequestRecord = { startedAt: 0, admitted: true, pool };
  const asked = { account, credential, intent, pool };
  const code = await reach(gateway, exchange, asked, record).then(
    ({ connection }) => {
      connection.destroy();
      return 'ok';
    },
    (error) => error.code,
  );
  record.lease?.release();
  const active = gateway.view().routes.flatMap(({ pool: { exits } }) => exits.map(({ candidate }) => candidate.active));
  return [code, record.pool?.name, active.every((count) => count === 0)];
}

describe('a chain of pools', () => {
  it('is gone through until one leads to the target', async () => {
    await using broken = await proxy(502);
    await using denies = await proxy(403);
    await using opens = await proxy(200);
    expect(await outcome(chainOf(broken, denies, opens))).toEqual(['ok', 'third', true]);
  });

  it('ends where it works, and with the last word where nothing does', async () => {
    await using opens = await proxy(200);
    await using broken = await proxy(502);
    await using denies = await proxy(403);
    expect(await outcome(chainOf(opens, broken))).toEqual(['ok', 'first', true]);
    expect(broken.accepted()).toBe(0);
    expect(await outcome(chainOf(broken, denies))).toEqual(['upstream_proxy_denied', 'second', true]);
  });

  it('is not for strict sessions, which have one exit', async () => {
    await using broken = await proxy(502);
    await using opens = await proxy(200);
    const strict = { session: 'cart', strict: true };
    expect(await outcome(chainOf(broken, opens), strict)).toEqual(['upstream_proxy_failed', 'first', true]);
    expect(await outcome(chainOf(broken, opens), { session: 'cart' })).toEqual(['ok', 'second', true]);
  });

  it('begins and goes on with pools that do what the options ask', async () => {
    await using broken = await proxy(502);
    await using plain = await proxy(200);
    await using opens = await proxy(200);
    const chain = chainOf(plain, broken, plain);
    const geo = (port: number, name: string, fallback: string) => ({
      name,
      kind: 'provider' as const,
      endpoints: [endpointOf(port)],
      provider: providerOf('oxylabs'),
      fallback,
    });
    const [first, , third] = chain.pools;
    if (!first || !third) throw new Error('the chain has three pools');
    const last = { ...geo(opens.port, 'last', 'first'), fallback: undefined };
    const pools = [first, geo(broken.port, 'second', 'third'), { ...third, fallback: 'last' }, last];
    expect(await outcome({ ...chain, pools }, { country: 'de' })).toEqual(['ok', 'last', true]);
    expect(plain.accepted()).toBe(0);
  });
});
