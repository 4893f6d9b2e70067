/** Sessions, end to end: real proxies, several workers, and processes that are killed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSessionSchema, sessionOrderSchema, sessionPageSchema } from '@atlantic/contract/api-session.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { curl } from './kit/curl.ts';
import { startEchoServer } from './kit/echo-server.ts';
import { temporaryFolder } from './kit/folder.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import { type Stage, startStage } from './session/stage.ts';

const LONG = 90_000;
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
}, LONG);
afterAll(() => stage[Symbol.asyncDispose]());

/** The one exit that all workers give. */
async function exitOf(options: string): Promise<string> {
  const exits = await stage.exitsOf(options);
  expect(exits).toHaveLength(1);
  return exits[0] ?? '';
}

it('keep one exit in every worker', async () => {
  const many = await Promise.all(Array.from({ length: 12 }, (_, at) => exitOf(`-session-s${at}`)));
  expect(new Set(many).size).toBeGreaterThan(1);
  expect(await exitOf('-session-timed-lifetime-30-idle-10')).toBe(await exitOf('-session-timed-lifetime-30-idle-10'));
  const page = await stage.page('-session-timed-lifetime-30-idle-10');
  const left = Date.parse(String(page.sessionEndsAt)) - Date.parse(String(page.sessionSince));
  expect(left / 60_000).toBeGreaterThanOrEqual(10);
  expect(left / 60_000).toBeLessThan(11);
});

it('change it at once, in every worker, when they are told to', async () => {
  let last = await exitOf('-session-turn');
  for (let round = 0; round < 5; round += 1) {
    const { exit } = await stage.page('-session-turn-rotate-now');
    expect(exit).not.toBe(last);
    expect(await exitOf('-session-turn')).toBe(exit);
    last = String(exit);
  }
});

it('are named, listed, rotated and ended by command', async () => {
  const cli = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await stage.atlantic.cli('session', ...args, '--json');
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const named = newSessionSchema.parse(await cli('new', 'shop', '--option', 'lifetime=30', '--option', 'strict=on'));
  const options = named.username.slice(stage.username.length);
  const first = await exitOf(options);

  const rotated = sessionOrderSchema.parse(await cli('rotate', named.id));
  expect(rotated).toMatchObject({ done: true, planes: [{ plane: 'local', state: 'done' }] });
  const second = await exitOf(options);
  expect(second).not.toBe(first);

  const listed = async () => {
    const { sessions } = sessionPageSchema.parse(await cli('list', '--credential', 'shop'));
    return sessions.find(({ id }) => id === named.id);
  };
  await expect.poll(listed, { timeout: 20_000 }).toMatchObject({ pool: 'rented', exit: second, plane: 'local' });
  expect((await cli('end', named.id)).done).toBe(true);
  await expect.poll(listed, { timeout: 20_000 }).toBeUndefined();
});

it('can be rotated while nobody uses them', async () => {
  const before = await exitOf('-session-silent');
  expect((await stage.atlantic.cli('session', 'rotate', 'shop:silent')).code).toBe(0);
  expect(await exitOf('-session-silent')).not.toBe(before);
});

it('stay where they are when endpoints come and go', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `-session-s${at}`);
  const exits = () => Promise.all(names.map(exitOf));
  const before = await exits();
  const { cli } = stage.atlantic;
  const seen = async () => {
    const { stdout } = await cli('session', 'list', '--json');
    const { sessions } = sessionPageSchema.parse(JSON.parse(stdout));
    return names.filter((name) => sessions.some(({ id }) => `-session-${id.split(':')[1]}` === name)).length;
  };
  await expect.poll(seen, { timeout: 20_000 }).toBe(names.length);
  using folder = temporaryFolder('endpoints');
  const list = join(folder.path, 'list.txt');
  writeFileSync(list, [1, 2, 3, 4].map((port) => `http://127.0.0.1:${port}\n`).join(''));
  expect((await cli('endpoint', 'import', list, '--pool', 'rented')).code).toBe(0);
  expect(await exits()).toEqual(before);
  expect((await cli('endpoint', 'delete', '--all', '--pool', 'rented')).code).toBe(0);
  expect(await exits()).toEqual(before);
});

it(
  'outlive their processes',
  async () => {
    const { exit: rotated } = await stage.page('-session-kept-rotate-now');
    const timed = await exitOf('-session-long-lifetime-43200-strict-on');
    for (const role of ['worker', 'primary', 'control'] as const) {
      await stage.kill(role);
      expect([role, await exitOf('-session-kept')]).toEqual([role, rotated]);
      expect([role, await exitOf('-session-long-lifetime-43200-strict-on')]).toEqual([role, timed]);
    }
  },
  LONG,
);

it(
  'move when their exit dies, and stay where they went; strict ones fail and come back',
  async () => {
    await using echo = await startEchoServer();
    const { exit } = await stage.page('-session-relaxed');
    const strict = await stage.until('-session-severe-strict-on-rotate-now', (page) => page.exit === exit);
    const victim = stage.proxies.find(({ url }) => url.startsWith(String(exit)));
    if (!victim) throw new Error(`${exit} is none of the proxies`);
    await victim[Symbol.asyncDispose]();
    // A request that fails there has it ejected.
    const { secret } = stage;
    const proxy = stage.atlantic.ready.egress.http;
    const through = (options: string) =>
      curl(['-p', '-x', proxy, '-U', `${stage.username}${options}:${secret}`, `http://127.0.0.1:${echo.port}/`]);
    await through('-session-relaxed');
    const moved = await stage.until('-session-relaxed', (page) => page.exit !== exit);
    const lost = await stage.until('-session-severe-strict-on', ({ code }) => code === 'session_lost');
    expect(lost.detail).toBe('Its exit is out of use.');

    await using _again = await startTinyproxy({ port: victim.port });
    await stage.until('-session-severe-strict-on', (page) => page.exit === strict.exit);
    expect(await exitOf('-session-relaxed')).toBe(moved.exit);
  },
  LONG,
);
