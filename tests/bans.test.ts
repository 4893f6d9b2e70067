/** Bans, end to end: real proxies, several workers, the API and the command line, and processes that are killed. */

import { banCreatedSchema, banListSchema } from '@atlantic/contract/api-ban.ts';
import { endpointPageSchema } from '@atlantic/contract/api-endpoint.ts';
import { expect, it } from 'vitest';
import { addressOf, type Stage, startStage, until } from './bans/stage.ts';
import { processesOf } from './kit/processes.ts';

const LONG = 90_000;

const threeProxies = () =>
  startStage(3, (endpoints) => ({
    pools: [{ name: 'rented', kind: 'list', endpoints: [...endpoints], choose: 'round-robin' }],
    routes: [{ pool: 'rented' }],
  }));

/** The ids of the endpoints of the pool, in the order of the proxies. */
async function idsOf({ atlantic, proxies }: Stage): Promise<string[]> {
  const { stdout } = await atlantic.cli('endpoint', 'list', '--pool', 'rented', '--json');
  const { endpoints } = endpointPageSchema.omit({ next: true }).parse(JSON.parse(stdout));
  return proxies.map((url) => endpoints.find(({ address }) => address === url)?.id ?? '');
}

async function banByHand({ atlantic }: Stage, endpoint = '', ...args: string[]) {
  const { code, stdout, stderr } = await atlantic.cli('ban', 'add', endpoint, ...args, '--json');
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
  return banCreatedSchema.parse(JSON.parse(stdout)).ban;
}

const listed = async ({ atlantic }: Stage) =>
  banListSchema.parse(JSON.parse((await atlantic.cli('ban', 'list', '--json')).stdout)).bans;

/** The addresses that so many requests come from. */
const seenBy = async ({ seen }: Stage, requests = 24) =>
  new Set(await Promise.all(Array.from({ length: requests }, () => seen())));

it(
  'by the API holds in every worker once it is answered, is listed, and ends by itself or by hand',
  async () => {
    await using stage = await threeProxies();
    const [first, second] = await idsOf(stage);
    expect(await seenBy(stage)).toEqual(new Set([0, 1, 2].map(addressOf)));
    const ban = await banByHand(stage, first, '--target', `${stage.origin.url}/login?as=me`);
    expect(ban).toMatchObject({ site: '127.0.0.1', pool: 'rented', why: 'api' });
    expect(await seenBy(stage)).toEqual(new Set([addressOf(1), addressOf(2)]));
    await until(
      'the ban in the list',
      () => listed(stage),
      ([one]) => one?.id === ban.id && one.planes.includes('local'),
    );
    const { stdout } = await stage.atlantic.cli('endpoint', 'list', '--pool', 'rented');
    expect(stdout).toContain('127.0.0.1 until 20');
    expect((await stage.atlantic.cli('ban', 'remove', ban.id)).code).toBe(0);
    expect(await seenBy(stage)).toEqual(new Set([0, 1, 2].map(addressOf)));
    expect((await stage.atlantic.cli('ban', 'remove', ban.id)).code).toBe(1);

    // Three seconds, for every site.
    await banByHand(stage, second, '--minutes', '0.05');
    await until(
      'the end of the ban',
      () => seenBy(stage),
      (addresses) => addresses.has(addressOf(1)),
    );
    await until(
      'the end of the list',
      () => listed(stage),
      (bans) => bans.length === 0,
    );
    // Nothing of it is left, nor was it ever said where it does not belong.
    expect(stage.atlantic.output()).not.toMatch(/127\.0\.0\.1 until|login/);
  },
  LONG,
);

it(
  'outlives kill -9 of the worker and of the primary, and is obeyed by a session',
  async () => {
    await using stage = await threeProxies();
    const ids = await idsOf(stage);
    const home = await stage.seen('-session-cart-strict-on');
    const proxy = [0, 1, 2].find((each) => addressOf(each) === home) ?? 0;
    await banByHand(stage, ids[proxy], '--target', stage.origin.url);
    for (const { pid, role } of processesOf(stage.atlantic))
      if (role === 'worker' || role === 'primary') process.kill(pid, 'SIGKILL');
    await until('the next life', stage.seen, (address) => address !== '');
    expect(await seenBy(stage)).not.toContain(home);
    expect((await stage.ask('/seen', '-session-cart-strict-on')).status).toBe(503);
    const refused = await stage.ask('/seen', '-session-cart-strict-on', '-i');
    expect(refused.stdout.toString()).toMatch(/session_lost[\s\S]*banned for this target until/);
    expect(await listed(stage)).toHaveLength(1);
  },
  LONG,
);

it(
  'by a client moves its session within the request, by both doors, and holds for everybody',
  async () => {
    await using stage = await threeProxies();
    const report = ['-H', 'Proxy-Report: banned;minutes=5'];
    const home = await stage.seen('-session-cart');
    const moved = await stage.seen('-session-cart', ...report);
    expect(moved).not.toBe(home);
    expect(await stage.seen('-session-cart')).toBe(moved);
    expect(await seenBy(stage)).not.toContain(home);
    const tunnelled = ['-p', '--proxy-header', 'Proxy-Report: banned'];
    const last = await stage.seen('-session-basket', ...tunnelled);
    expect(await seenBy(stage)).toEqual(new Set([last]));
    const bans = await until(
      'both bans',
      () => listed(stage),
      ({ length }) => length === 2,
    );
    expect(bans.map(({ why }) => why)).toEqual(['client', 'client']);
    expect((await stage.ask('/seen', '', ...report)).status).toBe(400);
  },
  LONG,
);

it(
  'by a report of a session by command, whose exit is then another one on that site',
  async () => {
    await using stage = await threeProxies();
    const home = await stage.seen('-session-cart');
    const line = ['session', 'report', 'scraper:cart', '--target', stage.origin.url, '--minutes', '5'];
    const { stdout } = await until(
      'the session in a report of the plane',
      () => stage.atlantic.cli(...line),
      ({ code }) => code === 0,
    );
    expect(stdout).toContain('is banned for 127.0.0.1 until 20');
    expect(await stage.seen('-session-cart')).not.toBe(home);
    expect(await seenBy(stage)).not.toContain(home);
    expect((await stage.atlantic.cli('session', 'report', 'scraper:nobody', '--target', 'shop.example')).code).toBe(1);
  },
  LONG,
);

it(
  'of every exit is a clear error at once, without a try',
  async () => {
    await using stage = await threeProxies();
    for (const id of await idsOf(stage)) await banByHand(stage, id, '--target', stage.origin.url, '--minutes', '1');
    const { requests } = stage.origin.counts;
    const { status, stdout } = await stage.ask('/seen', '', '-i');
    expect(status).toBe(503);
    expect(stdout.toString()).toContain('exits_banned');
    expect(Number(/retry-after: (\d+)/i.exec(stdout.toString())?.[1])).toBeGreaterThan(30);
    expect(stage.origin.counts.requests).toBe(requests);
  },
  LONG,
);
