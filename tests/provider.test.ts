/** Pools of providers: curl, the program as it is started, and gateways scripted after what the providers document. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlantic, startAtlantic } from './kit/atlantic.ts';
import { createCredential, type TestCredential } from './kit/credential.ts';
import { type CurlResult, curl } from './kit/curl.ts';
import { DOORS, type Door } from './kit/door.ts';
import { temporaryFolder } from './kit/folder.ts';
import { BLOCKED_HOST, type ProviderGateway, startProviderGateway } from './kit/provider-gateway.ts';
import type { GatewayShape } from './kit/provider-gateway-login.ts';

const SHAPES = ['oxylabs', 'brightdata', 'iproyal'] as const satisfies readonly GatewayShape[];
const PASSWORD = 'password of the account'.replaceAll(' ', '.');
const ACCOUNTS = { oxylabs: 'anna', brightdata: 'brd-customer-c1-zone-z1', iproyal: 'anna' } as const;

/** A description of somebody's own: the gateway is that of Oxylabs, and only countries are known of it. */
const OWN = `title: Mine
login: { username: "customer-{username}", password: "{password}", options: username, separator: "-" }
products: [{ name: all }]
options: [{ option: country, write: "cc-{country}", case: upper }]
examples: [{ options: {}, username: customer-USERNAME, password: PASSWORD, source: this test }]
`;

const peers = new AsyncDisposableStack();
let atlantic: Atlantic;
const gateways = new Map<GatewayShape, ProviderGateway>();
const credentials = new Map<string, TestCredential>();

const gatewayOf = (shape: GatewayShape): ProviderGateway => gateways.get(shape) ?? expect.fail('no gateway');

beforeAll(async () => {
  for (const shape of SHAPES) {
    const account = { username: ACCOUNTS[shape], password: PASSWORD };
    gateways.set(shape, peers.use(await startProviderGateway(shape, account)));
  }
  const folder = peers.use(temporaryFolder('provider'));
  const own = join(folder.path, 'mine.yaml');
  writeFileSync(own, OWN);
  const pool = (name: string, provider: GatewayShape, password: string) => ({
    name,
    kind: 'provider' as const,
    provider,
    username: ACCOUNTS[provider],
    password,
    endpoint: `127.0.0.1:${gatewayOf(provider).port}`,
  });
  const mine = { ...pool('mine', 'oxylabs', 'env:PROVIDER_PASSWORD'), provider: own };
  const config = {
    pools: [
      ...SHAPES.map((shape) => pool(shape, shape, 'env:PROVIDER_PASSWORD')),
      pool('wrong', 'oxylabs', 'wrong'),
      mine,
    ],
    routes: [
      ...SHAPES.map((shape) => ({ match: { credentials: [`${shape}a`, `${shape}b`] }, pool: shape })),
      { match: { credentials: ['wrong'] }, pool: 'wrong' },
      { match: { credentials: ['mine'] }, pool: 'mine' },
    ],
  };
  atlantic = peers.use(await startAtlantic({ config, env: { PROVIDER_PASSWORD: PASSWORD } }));
  const names = [...SHAPES.flatMap((shape) => [`${shape}a`, `${shape}b`]), 'wrong', 'mine'];
  for (const name of names) credentials.set(name, await createCredential(atlantic, name));
});
afterAll(() => peers.disposeAsync());

function ask(door: Door, name: string, options = '', host = 'exit.test'): Promise<CurlResult> {
  const { username, secret } = credentials.get(name) ?? expect.fail(`no credential ${name}`);
  return curl([...door.options(atlantic), '-U', `${username}${options}:${secret}`, '-i', `http://${host}/`]);
}

/** The exit that a request was answered by. */
async function exitOf(door: Door, name: string, options = ''): Promise<string> {
  const answer = await ask(door, name, options);
  const [, exit] = /\{"exit":"([A-Z]+-\d)"\}$/.exec(answer.stdout.toString()) ?? [];
  return exit ?? expect.fail(`${answer.stdout}${answer.stderr}`);
}

/** RFC 1928 §6: what SOCKS5 can say instead of a code. */
const REPLIES: Readonly<Record<string, number>> = {
  upstream_proxy_unauthorized: 1,
  upstream_rate_limited: 1,
  upstream_proxy_denied: 2,
  upstream_quota_exceeded: 2,
  exit_unmatched: 2,
  upstream_no_exit: 3,
};

async function expectRefusal(door: Door, asked: Promise<CurlResult>, code: string, words = ''): Promise<void> {
  const answer = await asked;
  if (door.name === 'SOCKS5') {
    expect(answer.code).toBe(97);
    expect(answer.stderr).toContain(`(${REPLIES[code]})`);
    return;
  }
  expect(answer.stdout.toString()).toContain(`details="${code}"`);
  expect(answer.stdout.toString()).toContain(words);
}

const CASES = SHAPES.flatMap((shape) => DOORS.map((door) => ({ name: door.name, door, shape })));

describe.each(CASES)('$shape by $name', ({ door, shape }) => {
  const [one, other] = [`${shape}a`, `${shape}b`];

  it('leaves from the country that was asked for', async () => {
    expect(await exitOf(door, one, '-country-us')).toMatch(/^US-/);
    expect(await exitOf(door, one, '-country-de')).toMatch(/^DE-/);
  });

  it('changes the exit with each request, unless a session keeps it', async () => {
    expect(await exitOf(door, one, '-rotate-request')).not.toBe(await exitOf(door, one, '-rotate-request'));
    const exit = await exitOf(door, one, '-session-cart');
    expect(await exitOf(door, one, '-session-cart')).toBe(exit);
    expect(await exitOf(door, one, '-session-cart')).toBe(exit);
  });

  it('keeps the sessions of two credentials apart, of whatever name', async () => {
    const before = gatewayOf(shape).logins().length;
    await exitOf(door, one, '-session-cart');
    await exitOf(door, other, '-session-cart');
    const [first, second] = gatewayOf(shape).logins().slice(before);
    expect(first).not.toBe(second);
    expect(`${first}${second}`).not.toContain('cart');
  });
});

// What IPRoyal answers to plain HTTP may be the target's: see below.
const TOLD = CASES.filter(({ shape, name }) => shape !== 'iproyal' || name !== 'HTTP');

it.each(TOLD)('$shape by $name has no exit in some country, and it is said', ({ door, shape }) =>
  expectRefusal(door, ask(door, `${shape}a`, '-country-aq'), 'upstream_no_exit'));

describe.each(DOORS)('by $name', (door) => {
  it.each([['oxylabs'], ['iproyal']] as const)('%s lets a session go when its lifetime is over', async (shape) => {
    const options = `-session-brief${door.name}-lifetime-5`;
    const exit = await exitOf(door, `${shape}a`, options);
    gatewayOf(shape).wait(299);
    expect(await exitOf(door, `${shape}a`, options)).toBe(exit);
    gatewayOf(shape).wait(1);
    expect(await exitOf(door, `${shape}a`, options)).not.toBe(exit);
  });

  it('blames the account for a wrong password', () =>
    expectRefusal(door, ask(door, 'wrong'), 'upstream_proxy_unauthorized'));

  it.each([['oxylabs'], ['brightdata']] as const)('says that the traffic at %s is spent', async (shape) => {
    gatewayOf(shape).refuse('spent');
    await expectRefusal(door, ask(door, `${shape}a`), 'upstream_quota_exceeded').finally(() =>
      gatewayOf(shape).refuse(undefined),
    );
  });

  it('passes on how long to wait', async () => {
    gatewayOf('brightdata').refuse('rate');
    await expectRefusal(door, ask(door, 'brightdataa'), 'upstream_rate_limited', 'Retry-After: 30\r\n').finally(() =>
      gatewayOf('brightdata').refuse(undefined),
    );
  });

  it.each([['oxylabs'], ['brightdata']] as const)('says that %s does not go to a target', (shape) =>
    expectRefusal(door, ask(door, `${shape}a`, '', BLOCKED_HOST), 'upstream_proxy_denied'));

  it('refuses what the provider cannot do, before it is asked', async () => {
    const before = gatewayOf('brightdata').logins().length;
    // curl shows no body of an answer to CONNECT.
    const words = door.name === 'HTTP' ? 'does not know the option lifetime; it supports the options country,' : '';
    await expectRefusal(door, ask(door, 'brightdataa', '-session-a-lifetime-5'), 'exit_unmatched', words);
    expect(gatewayOf('brightdata').logins()).toHaveLength(before);
  });
});

it.each(DOORS)('works by a description of one’s own ($name)', async (door) => {
  expect(await exitOf(door, 'mine', '-country-de')).toMatch(/^DE-/);
  await expectRefusal(door, ask(door, 'mine', '-session-a'), 'exit_unmatched');
});

it('passes an answer on that may be the target’s', async () => {
  const [http] = DOORS;
  if (!http) throw new Error('there are doors');
  const answer = await ask(http, 'iproyala', '-country-aq');
  expect(answer.stdout.toString()).toMatch(/^HTTP\/1\.1 503 No Exits Available\r\n/);
});

it('lets a strict session fail when its exit is lost, and moves another', async () => {
  const tunnel = DOORS.find(({ name }) => name === 'CONNECT');
  if (!tunnel) throw new Error('there is such a door');
  for (const shape of SHAPES) {
    const exit = await exitOf(tunnel, `${shape}b`, '-session-lost-strict-on');
    const loose = await exitOf(tunnel, `${shape}b`, '-session-loose');
    gatewayOf(shape).lose(exit);
    await expectRefusal(tunnel, ask(tunnel, `${shape}b`, '-session-lost-strict-on'), 'upstream_no_exit');
    gatewayOf(shape).lose(loose);
    expect(await exitOf(tunnel, `${shape}b`, '-session-loose')).not.toBe(loose);
  }
});

it('shows provider and options, and the account nowhere', async () => {
  const pools = await atlantic.cli('pool', 'list');
  expect(pools.stdout).toContain('oxylabs residential: country, state, city, asn, session,');
  const json = await atlantic.cli('pool', 'list', '--json');
  expect(json.code).toBe(0);
  const [http] = DOORS;
  const status = http ? (await ask(http, 'oxylabsa', '', 'atlantic.status')).stdout.toString() : '';
  expect(status).toContain('pool:           oxylabs');
  for (const text of [pools.stdout, json.stdout, status, atlantic.output()]) {
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain('anna');
  }
});
