import { createServer } from 'node:http';
import { createIssuer } from '@atlantic/contract/testing/certificate.ts';
import { afterEach, expect, it } from 'vitest';
import { startTestJudge } from '../fixture/checking.ts';
import { startJudge } from '../judge/server.ts';
import { createJudgeWatch, type JudgeWatch } from './judge-watch.ts';
import { createWheel, SYSTEM_WHEEL } from './wheel.ts';

const peers = new Set<AsyncDisposable>();
const own = <T extends AsyncDisposable>(peer: T): T => {
  peers.add(peer);
  return peer;
};
afterEach(async () => {
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  peers.clear();
});

async function watch(settings: Parameters<typeof createJudgeWatch>[0]): Promise<JudgeWatch> {
  const wheel = createWheel(SYSTEM_WHEEL, 2);
  const made = createJudgeWatch(settings, { wheel, timing: { everyMs: 60_000, soonMs: 10, probeMs: 500 } });
  own({
    async [Symbol.asyncDispose]() {
      made.close();
      wheel.close();
    },
  });
  await made.ready;
  return made;
}
const proof = (made: JudgeWatch, judge = made.next()) =>
  new Promise<boolean>((resolve) => (judge ? made.prove(judge, resolve) : resolve(false)));
const wentDown = (made: JudgeWatch) => new Promise<string>((resolve) => made.onDown(({ url }) => resolve(url)));

it('learns our own address and what a judge sees directly', async () => {
  const judge = own(await startTestJudge());
  const made = await watch([judge.settings]);
  expect(made.up()).toBe(true);
  expect([...made.own]).toEqual(['127.0.0.1']);
  expect(made.next()?.headers).toContainEqual(['host', judge.server.bound]);
  expect(made.next(made.next())).toBeUndefined();
  expect(made.states()).toMatchObject([{ url: judge.settings.url, up: true, code: null }]);
  expect(await proof(made)).toBe(true);
});

it('takes a judge down after two failures, leads to the next, and tells who hung on it', async () => {
  const [first, second] = [await startTestJudge(), own(await startTestJudge())];
  const made = await watch([first.settings, second.settings]);
  const judge = made.next();
  const down = wentDown(made);
  await first.server.close();
  expect(await proof(made, judge)).toBe(false);
  expect(await down).toBe(first.settings.url);
  expect(made.up()).toBe(true);
  expect(made.next()?.url).toBe(second.settings.url);
  expect(made.states()).toMatchObject([{ up: false, code: 'connection_refused' }, { up: true }]);
});

it('is down when no judge answers as one', async () => {
  const server = createServer((_, response) => response.end('It works!')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const made = await watch([{ url: `http://127.0.0.1:${port}/`, format: 'atlantic' }]);
  expect(made.up()).toBe(false);
  expect(made.next()).toBeUndefined();
  expect(made.states()).toMatchObject([{ up: false, code: 'judge_unexpected' }]);
  server.close();
  server.closeAllConnections();
});

it('finds a judge again that comes back', async () => {
  const first = await startTestJudge();
  const made = await watch([first.settings]);
  const down = wentDown(made);
  await first.server.close();
  await proof(made);
  await down;
  const [host = '', port] = first.server.bound.split(':');
  const again = await startJudge({ bind: { host, port: Number(port) }, now: () => performance.now() });
  own({ [Symbol.asyncDispose]: () => again.close() });
  while (!made.up()) await new Promise(setImmediate);
  expect(await proof(made)).toBe(true);
});

it('has a door by https only while that works', async () => {
  const issuer = createIssuer();
  const bind = { host: '127.0.0.1', port: 0 };
  const tls = { bind, pair: issuer.issue('127.0.0.1') };
  const judge = await startJudge({ bind, tls, now: () => performance.now() });
  own({ [Symbol.asyncDispose]: () => judge.close() });
  const urls = { url: `http://${judge.bound}/`, tlsUrl: `https://${judge.tlsBound}/`, format: 'atlantic' as const };
  const trusted = await watch([{ ...urls, ca: issuer.certificate }]);
  expect(trusted.next()?.secure).toMatchObject({ host: '127.0.0.1' });
  const untrusted = await watch([urls]);
  expect(untrusted.up()).toBe(true);
  expect(untrusted.next()?.secure).toBeUndefined();
});

it('does not judge by a page that is never the same twice', async () => {
  let count = 0;
  const server = createServer(({ url }, response) =>
    response.end(`<pre>\nREQUEST_URI = ${url}\nREMOTE_ADDR = 127.0.0.1\nvisit number ${count++}</pre>`),
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const made = await watch([{ url: `http://127.0.0.1:${port}/azenv`, format: 'azenv' }]);
  expect(made.up()).toBe(true);
  expect(made.next()?.frame).toBeUndefined();
  server.close();
  server.closeAllConnections();
});
