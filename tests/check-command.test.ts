/** `atlantic check` as a person uses it: real proxies, real pipes, Ctrl-C. */

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LAUNCHER } from './kit/atlantic.ts';
import { startChild } from './kit/child.ts';
import { within } from './kit/deadline.ts';
import { temporaryFolder } from './kit/folder.ts';
import { startMicrosocks } from './kit/microsocks.ts';
import { freePort } from './kit/port.ts';
import { startTinyproxy } from './kit/tinyproxy.ts';
import type { UpstreamProxy } from './kit/upstream-proxy.ts';

const SECONDS = 30;
const folder = temporaryFolder('check');
let [tinyproxy, microsocks]: UpstreamProxy[] = [];
let closed = 0;

beforeAll(async () => {
  tinyproxy = await startTinyproxy({ from: '127.0.0.7' });
  microsocks = await startMicrosocks({ auth: { username: 'anna', password: 'hush' } });
  closed = await freePort();
});
afterAll(async () => {
  await tinyproxy?.[Symbol.asyncDispose]();
  await microsocks?.[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function listOf(lines: readonly string[]): string {
  const file = join(folder.path, 'list.txt');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
const startCheck = (...args: readonly string[]) => startChild(process.execPath, [LAUNCHER, 'check', ...args]);

/** Runs `atlantic check`, or a line of the shell. */
async function ended(child: ReturnType<typeof startChild>) {
  await using running = child;
  const { code } = await within(SECONDS, 'atlantic check', running.exited);
  return { code, out: running.stdout().toString().split('\n').filter(Boolean), err: running.stderr() };
}
const check = (...args: readonly string[]) => ended(startCheck(...args));

it('finds what works through a judge, prints it as asked, and sums up', async () => {
  await using judge = startChild(process.execPath, [LAUNCHER, 'judge', '--bind', '127.0.0.1:0']);
  const url = /http:\S+/.exec(await within(SECONDS, 'the judge', judge.firstLine))?.[0] ?? '';
  const socks = `socks5://anna:hush@127.0.0.1:${microsocks?.port}`;
  const list = listOf([`127.0.0.1:${tinyproxy?.port}`, socks, `http://127.0.0.1:${closed}`, '10.0.0.1:0']);
  const full = ['--judge', url, '--allow-private', '--timeout', '10'];
  const text = await check(list, ...full);
  expect(text.code).toBe(0);
  expect(text.out.toSorted()).toEqual([`http://127.0.0.1:${tinyproxy?.port}`, socks].toSorted());
  expect(text.err).toMatch(/3 checked in .* 2 alive, 1 dead\.(?:.|\n)*connection_refused +1 /);

  const json = await check(list, ...full, '--format', 'json', '--all');
  const rows = json.out.map((line) => JSON.parse(line));
  expect(rows.find(({ protocol }) => protocol === 'socks5')).toMatchObject({ alive: true, url: socks });
  const http = { alive: true, protocol: 'http', anonymity: 'anonymous', exit: '127.0.0.7' };
  expect(rows.find(({ alive, protocol }) => alive && protocol === 'http')).toMatchObject(http);
  expect(rows.find(({ alive }) => !alive)).toMatchObject({ code: 'connection_refused', stage: 'connect' });
});

it('says by its exit code that none is alive, or that the list cannot be read', async () => {
  const none = await check(listOf([`127.0.0.1:${closed}`]), '--mode', 'connect', '--allow-private', '--format', 'csv');
  expect([none.code, none.out.length]).toEqual([1, 1]);
  const bogons = await check(listOf([`127.0.0.1:${tinyproxy?.port}`]), '--mode', 'connect');
  expect([bogons.code, bogons.out]).toEqual([1, []]);
  expect(bogons.err).toContain('1 private-address');
  expect((await check(join(folder.path, 'nowhere'), '--mode', 'connect')).code).toBe(2);
  expect((await check('-', '--mode', 'fast')).code).toBe(2);
});

it('reads standard input, and ends quietly when nobody reads on', async () => {
  const file = listOf(Array.from({ length: 500 }, (_, user) => `http://u${user}:x@127.0.0.1:${tinyproxy?.port}`));
  const command = `cat ${file} | ${process.execPath} ${LAUNCHER} check - --mode connect --allow-private | head -n 1`;
  const { code, out, err } = await ended(startChild('sh', ['-c', command]));
  expect([code, out.length]).toEqual([0, 1]);
  expect(err).not.toMatch(/EPIPE|at .*\.ts/);
});

it('ends on Ctrl-C with the summary so far', async () => {
  const silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const child = startCheck(listOf([`socks5://127.0.0.1:${port}`]), '--mode', 'connect', '--allow-private');
  await once(silent, 'connection');
  child.kill('SIGINT');
  const { code, err } = await ended(child);
  silent.close();
  expect(code).toBe(1);
  expect(err).toContain('1 not judged: broken off.');
});
