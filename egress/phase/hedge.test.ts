import type { Socket } from 'node:net';
import type { RequestOptions } from '@atlantic/contract/options/table.ts';
import { type PoolPolicy, poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { credentialOf, exchangeOf } from '../fixture/exchange.ts';
import { openGateway } from '../fixture/gateway-parts.ts';
import { answering, startServer } from '../fixture/peer.ts';
import { endpointOf, throughProxies } from '../fixture/snapshot.ts';
import { accountOf } from '../view.ts';
import { hedgeFigures } from './hedge.ts';
import { reach } from './reach.ts';
import type { RequestRecord } from './record.ts';

const AGREED = 'HTTP/1.1 200 OK\r\n\r\n';
const REFUSED = 'HTTP/1.1 502 Bad Gateway\r\n\r\n';

/** More than a hedge waits. */
const DELAY_MS = 1_000;

afterEach(() => void vi.useRealTimers());

/** A proxy that says nothing until it is told what. */
async function startSilent() {
  const asked: Socket[] = [];
  const server = await startServer((socket) => void socket.once('data', () => asked.push(socket)));
  return {
    port: server.port,
    asked,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A gateway whose pool has these proxies, in turn, and knows that a tunnel takes a millisecond. */
function openPool(ports: readonly number[], policy: Partial<PoolPolicy> = {}, samples = 100) {
  const snapshot = throughProxies(...ports.map((port) => endpointOf(port)));
  const [pool] = snapshot.pools;
  const hedge = { minMs: 1, share: 1 };
  if (pool) pool.policy = { ...poolPolicySchema.parse({ choose: 'round-robin', hedge }), ...policy };
  const parts = openGateway({ snapshot });
  const { gateway } = parts;
  const compiled = gateway.view().routes[0]?.pool;
  if (!compiled) throw new Error('the snapshot has a route');
  for (let sample = 0; sample < samples; sample += 1) compiled.standing.hedging?.took(1);
  const record: RequestRecord = { startedAt: 0, admitted: true, pool: compiled };
  const credential = credentialOf(gateway, 'alice');
  const ask = (options: RequestOptions = {}) => {
    const intent = { protocol: 'connect' as const, target: { host: '192.0.2.1', port: 443 }, options };
    const asked = { account: accountOf(gateway.view(), credential), credential, intent, pool: compiled };
    return reach(gateway, exchangeOf('alice', 443), asked, record).then(
      ({ connection }) => {
        connection.destroy();
        return 'ok';
      },
      (error) => error.code,
    );
  };
  /** What became of the leases, by the place of the proxy. */
  const outcomes = () =>
    parts.outcomes.map(([id, { result, ...rest }]) => {
      const place = ports.findIndex((port) => id === `proxy-${port}`);
      return `${place} ${'code' in rest ? rest.code : result}`;
    });
  const active = () => compiled.exits.map(({ candidate }) => candidate.active);
  const hedged = () => hedgeFigures(gateway.view());
  return { ask, outcomes, active, record, hedged, [Symbol.dispose]: () => parts[Symbol.dispose]() };
}

describe('a second exit', () => {
  it('serves when the first is slow, which is counted when it has answered', async () => {
    await using slow = await startSilent();
    await using fast = await startServer(answering(AGREED));
    using pool = openPool([slow.port, fast.port]);
    expect(await pool.ask()).toBe('ok');
    expect(pool.record.lease?.exit.id).toBe(`proxy-${fast.port}`);
    expect(pool.hedged()).toEqual({ hedgesBegun: 1, hedgesWon: 1 });
    expect([pool.outcomes(), pool.active()]).toEqual([['1 success'], [1, 1]]);
    const [late] = slow.asked;
    const closed = new Promise((resolve) => late?.resume().once('close', resolve).once('end', resolve));
    late?.write(AGREED);
    await closed;
    expect([pool.outcomes(), pool.active()]).toEqual([
      ['1 success', '0 success'],
      [0, 1],
    ]);
    pool.record.lease?.release();
  });

  it('is the one that is closed when the first is faster after all', async () => {
    await using first = await startSilent();
    await using second = await startSilent();
    using pool = openPool([first.port, second.port]);
    const asking = pool.ask();
    await vi.waitFor(() => expect(second.asked).toHaveLength(1));
    first.asked[0]?.write(AGREED);
    expect(await asking).toBe('ok');
    expect(pool.record.lease?.exit.id).toBe(`proxy-${first.port}`);
    expect(pool.hedged()).toEqual({ hedgesBegun: 1, hedgesWon: 0 });
    second.asked[0]?.end();
    await vi.waitFor(() => expect(pool.outcomes()).toEqual(['0 success', '1 connection_terminated']));
    expect(pool.active()).toEqual([1, 0]);
  });

  it('serves when the first fails meanwhile', async () => {
    await using first = await startSilent();
    await using second = await startSilent();
    using pool = openPool([first.port, second.port]);
    const asking = pool.ask();
    await vi.waitFor(() => expect(second.asked).toHaveLength(1));
    first.asked[0]?.write(REFUSED);
    await vi.waitFor(() => expect(pool.outcomes()).toHaveLength(1));
    second.asked[0]?.write(AGREED);
    expect(await asking).toBe('ok');
    expect([pool.outcomes(), pool.active()]).toEqual([
      ['0 upstream_proxy_failed', '1 success'],
      [0, 1],
    ]);
  });

  it('and the first are both given up when both fail, and a third is tried', async () => {
    await using first = await startSilent();
    await using second = await startSilent();
    await using third = await startServer(answering(AGREED));
    using pool = openPool([first.port, second.port, third.port]);
    const asking = pool.ask();
    await vi.waitFor(() => expect(second.asked).toHaveLength(1));
    second.asked[0]?.write(REFUSED);
    first.asked[0]?.end();
    expect(await asking).toBe('ok');
    expect(pool.outcomes().sort()).toEqual(['0 connection_terminated', '1 upstream_proxy_failed', '2 success']);
    expect(pool.active()).toEqual([0, 0, 1]);
  });
});

describe('nobody else is asked', () => {
  it.each<[why: string, policy: Partial<PoolPolicy>, samples: number, options: RequestOptions]>([
    ['the pool does not hedge', { hedge: undefined }, 100, {}],
    ['too little is known of it', {}, 19, {}],
    ['too many are hedged already', { hedge: { quantile: 0.95, minMs: 1, share: 0 } }, 100, {}],
    ['there may be no retry', { retry: { attempts: 3, share: 0, floorPerSecond: 0 } }, 100, {}],
    ['a session has one exit', {}, 100, { session: 'cart' }],
  ])('where %s', async (_why, policy, samples, options) => {
    await using one = await startSilent();
    await using other = await startSilent();
    using pool = openPool([one.port, other.port], policy, samples);
    // One may be hedged each second, whatever the share is.
    if (policy.hedge?.share === 0) await spend(pool, one, other);
    const before = [...one.asked, ...other.asked];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asking = pool.ask(options);
    const asked = await vi.waitFor(() => {
      const [socket] = [...one.asked, ...other.asked].filter((each) => !before.includes(each));
      if (!socket) throw new Error('not yet');
      return socket;
    });
    await vi.advanceTimersByTimeAsync(DELAY_MS);
    asked.write(AGREED);
    expect(await asking).toBe('ok');
    expect([...one.asked, ...other.asked]).toHaveLength(before.length + 1);
  });

  it('when there is no other', async () => {
    await using one = await startSilent();
    using pool = openPool([one.port]);
    const asking = pool.ask();
    await vi.waitFor(() => expect(one.asked).toHaveLength(1));
    one.asked[0]?.write(AGREED);
    expect(await asking).toBe('ok');
  });
});

type Silent = Awaited<ReturnType<typeof startSilent>>;

/** Uses up the one hedge of this second; both stay silent until then. */
async function spend(pool: { ask(): Promise<string> }, one: Silent, other: Silent): Promise<void> {
  const asking = pool.ask();
  await vi.waitFor(() => expect([one.asked.length, other.asked.length]).toEqual([1, 1]));
  for (const socket of [...one.asked, ...other.asked]) socket.write(AGREED);
  expect(await asking).toBe('ok');
}
