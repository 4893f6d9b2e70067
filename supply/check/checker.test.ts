import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { describe, expect, it } from 'vitest';
import { startChecking, startTestJudge } from '../fixture/checking.ts';
import { serve, startFakeProxy } from '../fixture/proxy.ts';
import { startJudge } from '../judge/server.ts';
import type { Outcome } from './outcome.ts';

const EXIT = '127.0.0.9';

it('calls back once, and never before it has returned', async () => {
  using checking = await startChecking([], { mode: 'connect' });
  const outcomes: Outcome[] = [];
  const over = new Promise<void>((resolve) => {
    checking.checker.check({ kind: 'http', host: 'nowhere.test', port: 1 }, (outcome) => {
      outcomes.push(outcome);
      resolve();
    });
  });
  expect(outcomes).toEqual([]);
  expect(checking.checker.inFlight).toBe(1);
  await over;
  expect(checking.checker.inFlight).toBe(0);
  await new Promise(setImmediate);
  expect(outcomes).toHaveLength(1);
});

it('destroys everything at once when it is closed, and calls nobody', async () => {
  using checking = await startChecking([], { mode: 'connect' });
  const closed = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<void>();
  await using peer = await serve((socket) => socket.on('data', heard.resolve).on('close', closed.resolve));
  checking.checker.check({ kind: 'socks5', host: peer.host, port: peer.port }, () => expect.unreachable());
  await heard.promise;
  checking.checker.close();
  expect(checking.checker.inFlight).toBe(0);
  await closed.promise;
});

describe('a judge', () => {
  it('that is down puts off every check', async () => {
    using checking = await startChecking([{ url: 'http://127.0.0.1:1/', format: 'atlantic' }]);
    expect(await checking.judge({ port: 1 })).toEqual({ kind: 'judge' });
  });
  it('that dies while a proxy asks for it does not kill the proxy', async () => {
    const judge = await startTestJudge();
    using checking = await startChecking([judge.settings]);
    await judge.server.close();
    await using proxy = await startFakeProxy({ kind: 'http', answers: 502 });
    expect(await checking.judge({ port: proxy.port })).toEqual({ kind: 'judge' });
  });
  it('that goes down takes back all that wait for it', async () => {
    const judge = await startTestJudge();
    using checking = await startChecking([judge.settings]);
    const heard = Promise.withResolvers<void>();
    await using silent = await serve((socket) => socket.on('data', heard.resolve));
    await using failing = await startFakeProxy({ kind: 'http', answers: 502 });
    const waiting = checking.judge({ port: silent.port });
    await heard.promise;
    await judge.server.close();
    expect(await checking.judge({ port: failing.port })).toEqual({ kind: 'judge' });
    expect(await waiting).toEqual({ kind: 'judge' });
    expect(checking.watch.up()).toBe(false);
  });
  it('alone confirms nothing, and says so', async () => {
    await using judge = await startTestJudge();
    using checking = await startChecking([judge.settings]);
    await using proxy = await startFakeProxy({ kind: 'http', exit: EXIT, lives: 1 });
    expect(await checking.judge({ port: proxy.port })).toMatchObject({ verdict: { alive: true, confirmed: null } });
  });
});

describe('TLS through a proxy', () => {
  const issuer = createIssuer();
  const start = async (settings = {}) => {
    const bind = { host: '127.0.0.1', port: 0 };
    const now = () => performance.now();
    const judge = await startJudge({ bind, tls: { bind, pair: issuer.issue('127.0.0.1') }, now });
    const urls = { url: `http://${judge.bound}/`, tlsUrl: `https://${judge.tlsBound}/`, format: 'atlantic' as const };
    const checking = await startChecking([{ ...urls, ca: issuer.certificate }], settings);
    return {
      ...checking,
      async [Symbol.asyncDispose]() {
        checking[Symbol.dispose]();
        await judge.close();
      },
    };
  };
  it.each(['http', 'https', 'socks4', 'socks5'] as const)('of the kind %s comes through', async (kind) => {
    await using checking = await start();
    const certificate = kind === 'https' ? { certificate: createIssuer().issue('any.test') } : {};
    await using proxy = await startFakeProxy({ kind, exit: EXIT, ...certificate });
    expect(await checking.judge({ kind, port: proxy.port })).toMatchObject({ verdict: { alive: true, tls: true } });
  });
  it('is false where there are no tunnels', async () => {
    await using checking = await start();
    await using proxy = await startFakeProxy({ kind: 'http', exit: EXIT, noTunnels: true });
    expect(await checking.judge({ port: proxy.port })).toMatchObject({ verdict: { alive: true, tls: false } });
  });
  it('is death for a proxy that reads it', async () => {
    await using checking = await start();
    const intercepts = createIssuer().issue('127.0.0.1');
    await using proxy = await startFakeProxy({ kind: 'http', exit: EXIT, intercepts });
    expect(await checking.judge({ port: proxy.port })).toMatchObject({
      kind: 'verdict',
      verdict: { alive: false, stage: 'tls', code: 'exit_tampered' },
    });
  });
  it('is had by few at a time, and by all in turn', async () => {
    await using checking = await start({ tlsConcurrency: 1 });
    await using proxy = await startFakeProxy({ kind: 'http', exit: EXIT });
    const all = await Promise.all(Array.from({ length: 12 }, () => checking.judge({ port: proxy.port })));
    expect(all.every(({ kind }) => kind === 'verdict')).toBe(true);
    for (const one of all) expect(one).toMatchObject({ verdict: { alive: true, tls: true } });
  });
  it('is not asked for when it is switched off', async () => {
    await using checking = await start({ tls: false });
    await using proxy = await startFakeProxy({ kind: 'http', exit: EXIT });
    expect(await checking.judge({ port: proxy.port })).toMatchObject({ verdict: { alive: true, tls: null } });
  });
});

it('gives each of two thousand proxies its own verdict', async () => {
  await using judge = await startTestJudge();
  using checking = await startChecking([judge.settings], { connectSeconds: 20, stageSeconds: 20, totalSeconds: 60 });
  const exits = Array.from({ length: 2_000 }, (_, index) => `127.9.${index >> 8}.${index & 255}`);
  // Each proxy of the fleet listens at the address that it leaves by.
  await using fleet = await startFakeProxy({ kind: 'http', leavesByItself: true }, '0.0.0.0');
  const found = await Promise.all(exits.map((host) => checking.judge({ host, port: fleet.port })));
  expect(found.map((one) => (one.kind === 'verdict' && one.verdict.alive ? one.verdict.exit : one))).toEqual(exits);
  expect(found.map((one) => (one.kind === 'verdict' && one.verdict.alive ? one.verdict.address.host : one))).toEqual(
    exits,
  );
});
