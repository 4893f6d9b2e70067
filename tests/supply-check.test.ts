/** Checks of proxies of other makers: what each speaks, whom it lets in, and what a target sees through it. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from './kit/child.ts';
import { startDante } from './kit/dante.ts';
import { type Judge, startJudge } from './kit/judge.ts';
import { startMicrosocks } from './kit/microsocks.ts';
import { startSquid } from './kit/squid.ts';
import { startStunnel } from './kit/stunnel.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';

const PROGRAM = join(import.meta.dirname, '..', 'supply', 'fixture', 'check-list.ts');
/** On loopback we are 127.0.0.1; whoever leaves from another address of 127.0.0.0/8 is somebody else. */
const from = '127.0.0.9';
const auth = { username: 'anna', password: 'secret-of-anna' };
const KINDS = ['http', 'https', 'socks4', 'socks5', undefined] as const;
type Kind = (typeof KINDS)[number];

const peers = new AsyncDisposableStack();
let judges: Judge[];
beforeAll(async () => {
  judges = [peers.use(await startJudge()), peers.use(await startJudge())];
});
afterAll(() => peers.disposeAsync());

interface Login {
  readonly username?: string;
  readonly password?: string;
}

/** What comes of a proxy for each kind that it may be listed as, in the order of `kinds`. */
async function check(url: string, kinds: readonly Kind[], login: Login): Promise<unknown[]> {
  const place = { host: '127.0.0.1', port: Number(new URL(url).port), ...login };
  const order = {
    judges: judges.map((judge) => ({ url: judge.url })),
    candidates: kinds.map((kind) => ({ kind, ...place })),
  };
  await using child = startChild(process.execPath, [PROGRAM, JSON.stringify(order)]);
  expect(await child.exited, child.stderr()).toMatchObject({ code: 0 });
  return child
    .stdout()
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const alive = (kind: Kind, anonymity: string, exit = from) => ({
  kind: 'verdict',
  verdict: { alive: true, address: { kind }, anonymity, exit, confirmed: true },
});
const dead = { verdict: { alive: false } };

describe.each([
  { name: 'squid', start: () => startSquid({ from }), kinds: ['http'], anonymity: 'transparent' },
  {
    name: 'squid that says that it is there',
    start: () => startSquid({ from, lines: ['forwarded_for delete'] }),
    kinds: ['http'],
    anonymity: 'anonymous',
  },
  {
    name: 'squid that says that it is there for somebody',
    start: () => startSquid({ from, lines: ['via off', 'forwarded_for off'] }),
    kinds: ['http'],
    anonymity: 'anonymous',
  },
  {
    name: 'squid that says nothing',
    start: () => startSquid({ from, lines: ['via off', 'forwarded_for delete'] }),
    kinds: ['http'],
    anonymity: 'elite',
  },
  { name: 'tinyproxy', start: () => startTinyproxy({ from }), kinds: ['http'], anonymity: 'anonymous' },
  {
    name: 'tinyproxy that says nothing',
    start: () => startTinyproxy({ from, lines: ['DisableViaHeader Yes'] }),
    kinds: ['http'],
    anonymity: 'elite',
  },
  {
    name: 'tinyproxy that says for whom',
    start: () => startTinyproxy({ from, lines: ['DisableViaHeader Yes', 'XTinyproxy Yes'] }),
    kinds: ['http'],
    anonymity: 'transparent',
  },
  {
    name: 'tinyproxy behind stunnel',
    start: async () => startStunnel(await startTinyproxy({ from })),
    kinds: ['https'],
    anonymity: 'anonymous',
  },
  { name: 'dante', start: () => startDante({ from }), kinds: ['socks4', 'socks5'], anonymity: 'elite' },
  { name: 'microsocks', start: () => startMicrosocks({ from }), kinds: ['socks5'], anonymity: 'elite' },
] as const)('$name', ({ start, kinds, anonymity }) => {
  it('is alive as what it speaks and dead as anything else, and is found out', async () => {
    await using proxy = await start();
    const found = await check(proxy.url, KINDS, {});
    const speaks: readonly Kind[] = kinds;
    // TLS is not tried where nobody says so; of the others, SOCKS5 comes before SOCKS4.
    const guessed = kinds.filter((kind) => kind !== 'https').at(-1);
    const wanted = KINDS.map((kind) => {
      const as = kind ?? guessed;
      return as !== undefined && speaks.includes(as) ? alive(as, anonymity) : dead;
    });
    expect(found).toMatchObject(wanted);
  });
});

it('is transparent where it leaves by our own address, whatever it says', async () => {
  await using proxy = await startMicrosocks();
  expect(await check(proxy.url, ['socks5'], {})).toMatchObject([alive('socks5', 'transparent', '127.0.0.1')]);
});

describe.each([
  { name: 'squid', start: () => startSquid({ from, auth }), kind: 'http', anonymity: 'transparent' },
  { name: 'tinyproxy', start: () => startTinyproxy({ from, auth }), kind: 'http', anonymity: 'anonymous' },
  { name: 'microsocks', start: () => startMicrosocks({ from, auth }), kind: 'socks5', anonymity: 'elite' },
] as const)('$name with a password', ({ start, kind, anonymity }) => {
  it('is alive for whom it knows, and for nobody else', async () => {
    await using proxy = await start();
    const stranger = { verdict: { alive: false, code: 'upstream_proxy_unauthorized' } };
    expect(await check(proxy.url, [kind, undefined], auth)).toMatchObject([
      alive(kind, anonymity),
      alive(kind, anonymity),
    ]);
    expect(await check(proxy.url, [kind], {})).toMatchObject([stranger]);
    expect(await check(proxy.url, [kind], { ...auth, password: 'wrong' })).toMatchObject([stranger]);
  });
});

it('is dead once it is gone', async () => {
  const { url } = await (async () => {
    await using proxy = await startMicrosocks({ from });
    return proxy;
  })();
  expect(await check(url, [undefined], {})).toMatchObject([
    { verdict: { stage: 'connect', code: 'connection_refused' } },
  ]);
});
