import type { Socket } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { startTestJudge } from '../fixture/checking.ts';
import { type Behaviour, serve, startFakeProxy } from '../fixture/proxy.ts';
import type { Judge } from './judge.ts';
import { createContexts } from './tls-step.ts';
import { type Step, Trip, type TripEnd } from './trip.ts';
import { createWheel, SYSTEM_WHEEL } from './wheel.ts';

const wheel = createWheel(SYSTEM_WHEEL, 2);
afterAll(() => wheel.close());
const means = { wheel, contexts: createContexts() };

interface Where {
  readonly port: number;
  readonly host?: string;
}

function travel(
  { port, host = '127.0.0.1' }: Where,
  steps: readonly Step[],
  judge?: Judge,
  ms = 100,
): Promise<TripEnd> {
  const nobody = { username: undefined, password: undefined };
  const way = { ...nobody, address: host, port, kind: 'http' as const, name: host };
  const errand = judge && { judge, token: 'a1b2c3d4', secure: false };
  const until = wheel.now() + 2 * ms;
  return new Promise((onTripEnd) => {
    new Trip({ way, steps, errand, connectMs: ms, stepMs: ms, until }, means, { onTripEnd });
  });
}

it('is done at once where there is nothing to do but connect', async () => {
  await using peer = await serve(() => {});
  expect(await travel(peer, [])).toMatchObject({ kind: 'done', answer: undefined });
});

it('brings the answer and how long it took', async () => {
  await using judge = await startTestJudge();
  const [host = '', port] = judge.server.bound.split(':');
  const door = { tls: false, host, port: Number(port), authority: judge.server.bound, path: '/', address: host };
  const plain = {
    url: '',
    format: 'atlantic',
    plain: door,
    secure: undefined,
    context: undefined,
    headers: [],
    frame: undefined,
  } as const;
  await using proxy = await startFakeProxy({ kind: 'http' });
  const end = await travel(proxy, ['page'], plain, 2_000);
  expect(end).toMatchObject({ kind: 'done', answer: { status: 200 } });
  if (end.kind !== 'done') return;
  expect(end.times.firstByteMs).toBeGreaterThanOrEqual(end.times.connectMs);
  expect(end.times.totalMs).toBeGreaterThanOrEqual(end.times.firstByteMs);
});

it.each<[string, (socket: Socket) => void, Step, string]>([
  ['is silent', () => {}, 'greeting', 'response_timeout'],
  ['closes', (socket) => socket.end(), 'greeting', 'connection_terminated'],
  ['resets', (socket) => socket.resetAndDestroy(), 'greeting', 'connection_terminated'],
  ['says something else', (socket) => socket.end('SSH-2.0\r\n'), 'greeting', 'response_malformed'],
  ['speaks no TLS', (socket) => socket.end('SSH-2.0\r\n'), 'proxy-tls', 'upstream_tls_failed'],
  ['closes during TLS', (socket) => socket.end(), 'proxy-tls', 'connection_terminated'],
  ['is silent during TLS', () => {}, 'proxy-tls', 'response_timeout'],
])('fails when the other side %s', async (_, onSocket, step, code) => {
  await using peer = await serve(onSocket);
  expect(await travel(peer, [step])).toMatchObject({ kind: 'failed', step, failure: { code } });
});

it('tells who cannot be reached', async () => {
  const { port } = await (async () => {
    await using gone = await serve(() => {});
    return gone;
  })();
  expect(await travel({ port }, [])).toEqual({
    kind: 'unreached',
    fault: { kind: 'dead', code: 'connection_refused' },
  });
});

it('ends with its time, however many steps are left', async () => {
  await using peer = await serve((socket) => socket.once('data', () => socket.write(Buffer.from([5]))));
  expect(await travel(peer, ['greeting'], undefined, 50)).toMatchObject({
    kind: 'failed',
    failure: { code: 'response_timeout', transient: true },
    overdue: false,
  });
});

it('leaves no socket behind when it is given up', async () => {
  let closed = () => {};
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  let opened = () => {};
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  await using peer = await serve((socket) => {
    socket.on('close', closed).on('data', opened);
  });
  const nobody = { username: undefined, password: undefined };
  const way = { ...nobody, address: peer.host, port: peer.port, kind: 'socks5' as const, name: peer.host };
  const trip = new Trip(
    { way, steps: ['greeting'], errand: undefined, connectMs: 900, stepMs: 900, until: wheel.now() + 900 },
    means,
    { onTripEnd: () => expect.unreachable() },
  );
  await open;
  trip.abort();
  await gone;
  expect(wheel.size).toBe(0);
});

it('is the same for all behaviours that work', async () => {
  const behaviour: Behaviour = { kind: 'socks5' };
  await using proxy = await startFakeProxy(behaviour);
  expect(await travel(proxy, ['greeting'])).toMatchObject({ kind: 'done' });
});
