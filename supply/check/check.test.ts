import type { Socket } from 'node:net';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checking, startChecking, startTestJudge, type TestJudge } from '../fixture/checking.ts';
import { type Behaviour, serve, startFakeProxy } from '../fixture/proxy.ts';

const EXIT = '127.0.0.9';
const peers = new AsyncDisposableStack();
let judges: TestJudge[];
let checking: Checking;

beforeAll(async () => {
  judges = [peers.use(await startTestJudge()), peers.use(await startTestJudge())];
  checking = peers.use(await startChecking(judges.map(({ settings }) => settings)));
});
afterAll(() => peers.disposeAsync());

/** The outcome for a proxy that does as `behaviour` says, as short as it can be compared. */
async function outcomeOf(behaviour: Behaviour, candidate = {}) {
  await using proxy = await startFakeProxy(behaviour);
  return await checking.judge({ kind: behaviour.kind, port: proxy.port, ...candidate });
}
const dead = (stage: string, code: string) => ({ kind: 'verdict', verdict: { alive: false, stage, code } });
const transient = (stage: string, code: string) => ({ kind: 'transient', verdict: { alive: false, stage, code } });

describe.each(['http', 'socks4', 'socks5'] as const)('a proxy that speaks %s', (kind) => {
  it('is alive by its exit, confirmed by the second judge', async () => {
    expect(await outcomeOf({ kind, exit: EXIT })).toMatchObject({
      kind: 'verdict',
      verdict: {
        alive: true,
        address: { kind, host: '127.0.0.1' },
        mode: 'full',
        exit: EXIT,
        anonymity: 'elite',
        confirmed: true,
        tls: null,
      },
    });
  });
  it('is found out where the feed does not say it', async () => {
    expect(await outcomeOf({ kind, exit: EXIT }, { kind: undefined })).toMatchObject({
      verdict: { alive: true, address: { kind } },
    });
  });
  it('is transparent where it leaves by our own address', async () => {
    expect(await outcomeOf({ kind })).toMatchObject({ verdict: { exit: '127.0.0.1', anonymity: 'transparent' } });
  });
  it('is dead when it works once and never again', async () => {
    expect(await outcomeOf({ kind, exit: EXIT, lives: 1 })).toMatchObject(dead('confirm', 'connection_terminated'));
  });
  it('is dead when it alters the page', async () => {
    const alters = (answer: string) => answer.replace('A link', 'A L1nk');
    expect(await outcomeOf({ kind, exit: EXIT, alters })).toMatchObject(dead('judge', 'exit_tampered'));
  });
  it('may be tried again when it breaks off in the middle', async () => {
    expect(await outcomeOf({ kind, exit: EXIT, resetsAfter: 300 })).toMatchObject(
      transient('judge', 'response_incomplete'),
    );
  });
});

it('is anonymous where it says that it is a proxy, and transparent where it says for whom', async () => {
  const via = await outcomeOf({ kind: 'http', exit: EXIT, adds: () => 'Via: 1.1 somebody\r\n' });
  expect(via).toMatchObject({ verdict: { anonymity: 'anonymous' } });
  const forwarded = await outcomeOf({ kind: 'http', exit: EXIT, adds: (client) => `X-Forwarded-For: ${client}\r\n` });
  expect(forwarded).toMatchObject({ verdict: { anonymity: 'transparent' } });
});

it('speaks TLS with a proxy of the kind https, whatever its certificate', async () => {
  const certificate = createIssuer().issue('somebody.test');
  expect(await outcomeOf({ kind: 'https', exit: EXIT, certificate })).toMatchObject({
    verdict: { alive: true, address: { kind: 'https' }, anonymity: 'elite' },
  });
});

const LOGIN = { username: 'ann', password: 'secret' };

describe.each(['http', 'socks5'] as const)('a proxy that speaks %s and asks who is there', (kind) => {
  const stage = kind === 'http' ? 'judge' : 'handshake';
  it('is alive for whom it knows, and remembers with whom', async () => {
    const found = await outcomeOf({ kind, exit: EXIT, auth: LOGIN }, LOGIN);
    expect(found).toMatchObject({ verdict: { alive: true, address: { kind, ...LOGIN } } });
  });
  it('is of no use for a wrong password', async () => {
    const found = await outcomeOf({ kind, exit: EXIT, auth: LOGIN }, { ...LOGIN, password: 'wrong' });
    expect(found).toMatchObject(dead(stage, 'upstream_proxy_unauthorized'));
  });
});

it.each([
  ['http', 403, dead('judge', 'upstream_proxy_denied')],
  ['http', 502, transient('judge', 'upstream_proxy_failed')],
  ['http', 429, transient('judge', 'upstream_rate_limited')],
  ['socks5', 2, dead('judge', 'upstream_proxy_denied')],
  ['socks5', 5, transient('judge', 'upstream_proxy_failed')],
  ['socks4', 91, transient('judge', 'upstream_proxy_failed')],
  ['socks4', 93, dead('judge', 'upstream_proxy_unauthorized')],
] as const)('takes what a proxy of %s answers, %d, for its word', async (kind, answers, outcome) => {
  expect(await outcomeOf({ kind, answers })).toMatchObject(outcome);
  expect(await outcomeOf({ kind, answers }, { kind: undefined })).toMatchObject(outcome);
});

describe('whoever is no proxy', () => {
  const of = async (onSocket: (socket: Socket) => void, kind?: SupplyKind) => {
    await using peer = await serve(onSocket);
    return { outcome: await checking.judge({ kind, port: peer.port }), accepted: peer.accepted() };
  };
  it('refuses, and is not asked again by another protocol', async () => {
    const { port } = await (async () => {
      await using gone = await serve(() => {});
      return gone;
    })();
    expect(await checking.judge({ kind: undefined, port })).toMatchObject(dead('connect', 'connection_refused'));
  });
  it.each([
    ['http', 'handshake'],
    ['socks4', 'handshake'],
    ['socks5', 'handshake'],
  ] as const)('talks nonsense to %s', async (kind, stage) => {
    const found = await of((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n'), kind);
    expect(found.outcome).toMatchObject(dead(stage, 'response_malformed'));
  });
  it('talks nonsense to all of them', async () => {
    const found = await of((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n'));
    expect(found).toMatchObject({ outcome: dead('handshake', 'response_malformed'), accepted: 3 });
  });
  it('brings a page of its own', async () => {
    const page = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nIt works!';
    const found = await of((socket) => socket.end(page));
    expect(found).toMatchObject({ outcome: dead('judge', 'judge_unexpected'), accepted: 1 });
  });
  it('resets as soon as it accepted', async () => {
    const found = await of((socket) => socket.resetAndDestroy(), 'http');
    expect(found.outcome).toMatchObject(dead('judge', 'connection_terminated'));
  });
  it('accepts and says nothing', async () => {
    using quick = await startChecking(
      judges.map(({ settings }) => settings),
      { stageSeconds: 0.1 },
    );
    await using peer = await serve(() => {});
    expect(await quick.judge({ port: peer.port })).toMatchObject(transient('judge', 'response_timeout'));
  });
  it('has no time left for another try when it took all of it', async () => {
    using quick = await startChecking(
      judges.map(({ settings }) => settings),
      { totalSeconds: 0.1 },
    );
    await using peer = await serve(() => {});
    expect(await quick.judge({ kind: undefined, port: peer.port })).toMatchObject(dead('judge', 'response_timeout'));
  });
  it('has no name that is known', async () => {
    const found = await checking.judge({ host: 'nowhere.test', port: 1 });
    expect(found).toMatchObject(dead('connect', 'dns_error'));
  });
});

it('does not dial private and special addresses, unless it may', async () => {
  using strict = await startChecking([], { mode: 'connect', allowPrivate: false });
  await using peer = await serve(() => {});
  for (const host of ['127.0.0.1', 'localhost']) {
    expect(await strict.judge({ host, port: peer.port })).toMatchObject(dead('connect', 'destination_unroutable'));
  }
  expect(peer.accepted()).toBe(0);
});

describe('without a judge', () => {
  let connecting: Checking;
  beforeAll(async () => {
    connecting = peers.use(await startChecking([], { mode: 'connect', stageSeconds: 0.1 }));
  });
  const alive = (kind: SupplyKind) => ({
    kind: 'verdict',
    verdict: {
      alive: true,
      mode: 'connect',
      address: { kind },
      anonymity: null,
      exit: null,
      confirmed: null,
      tls: null,
    },
  });
  it.each(['http', 'socks4', 'socks5'] as const)('one that speaks %s is alive', async (kind) => {
    await using proxy = await startFakeProxy({ kind });
    expect(await connecting.judge({ kind, port: proxy.port })).toMatchObject(alive(kind));
  });
  it.each(['http', 'socks5'] as const)('one that speaks %s is found out', async (kind) => {
    await using proxy = await startFakeProxy({ kind });
    expect(await connecting.judge({ kind: undefined, port: proxy.port })).toMatchObject(alive(kind));
  });
  it('one that does not speak SOCKS5 where it should is dead', async () => {
    await using proxy = await startFakeProxy({ kind: 'http' });
    expect(await connecting.judge({ kind: 'socks5', port: proxy.port })).toMatchObject({ verdict: { alive: false } });
  });
});
