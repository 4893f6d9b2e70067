import type { RouteRule } from '@atlantic/contract/route-rule.ts';
import type { Snapshot } from '@atlantic/contract/snapshot.ts';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../fixture/gateway.ts';
import { answering, connectRaw, type ScriptedServer, startServer } from '../fixture/peer.ts';
import { absolute } from '../fixture/requests.ts';
import { endpointOf, snapshotOf } from '../fixture/snapshot.ts';

const says = (status: number, body: string, headers = '') =>
  startServer(answering(`HTTP/1.1 ${status} Said\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`));

const rule = (changes: Partial<RouteRule>): RouteRule => ({ retry: false, escalate: [], ...changes });
const ON_403 = { status: [[403, 403] as [number, number]] };

/** Pools of these proxies, cheap first; the route leads to the first and has these rules. */
function snapshotWith(rules: RouteRule[], ...pools: readonly ScriptedServer[][]): Snapshot {
  const names = ['cheap', 'dear', 'dearest'];
  return snapshotOf({
    pools: pools.map((servers, at) => ({
      name: names[at] ?? '',
      kind: 'list',
      endpoints: servers.map(({ port }) => endpointOf(port, { id: `${port}` })),
    })),
    routes: [{ match: {}, pool: 'cheap', rules }],
  });
}

/** Status and body of the answers to some requests, one after another. */
async function ask(snapshot: Snapshot, ...requests: Parameters<typeof absolute>[1][]) {
  await using gateway = await startGateway({ snapshot });
  const said: string[] = [];
  for (const request of requests.length === 0 ? [{}] : requests) {
    await using client = await connectRaw(gateway.port);
    client.write(absolute(9, request));
    const [, status, body] = await client.until(/^HTTP\/1\.1 (\d{3})[\s\S]*?\r\n\r\n([\s\S]+)/);
    said.push(`${status} ${body}`);
  }
  return said;
}

describe('a rule that retries', () => {
  it('sends the request to another exit, and the client hears of the last answer alone', async () => {
    await using wall = await says(403, 'wall');
    await using good = await says(200, 'good');
    const snapshot = snapshotWith([rule({ ...ON_403, retry: true })], [wall, good]);
    expect(await ask(snapshot, {}, {})).toEqual(['200 good', '200 good']);
  });

  it('passes the answer on where nobody else is left', async () => {
    await using one = await says(403, 'wall');
    await using two = await says(403, 'wall');
    expect(await ask(snapshotWith([rule({ ...ON_403, retry: true })], [one, two]))).toEqual(['403 wall']);
    expect([one.accepted(), two.accepted()]).toEqual([1, 1]);
  });

  it('never sends twice what could do harm', async () => {
    await using wall = await says(403, 'wall');
    await using good = await says(200, 'good');
    const rules = [rule({ ...ON_403, retry: true, escalate: ['dear'], ban: { minutes: 5, for: 'target' } })];
    const snapshot = snapshotWith(rules, [wall], [good]);
    const headers = 'Content-Length: 4\r\n';
    expect(await ask(snapshot, { method: 'POST', headers, body: 'data' })).toEqual(['403 wall']);
    expect(await ask(snapshot, { method: 'DELETE' })).toEqual(['403 wall']);
    expect(good.accepted()).toBe(0);
  });
});

describe('a rule that escalates', () => {
  it('goes from pool to pool and stops at the end of its list', async () => {
    await using cheap = await says(403, 'cheap');
    await using dear = await says(403, 'dear');
    await using dearest = await says(403, 'dearest');
    const rules = [rule({ ...ON_403, escalate: ['dear', 'dearest'] })];
    expect(await ask(snapshotWith(rules, [cheap], [dear], [dearest]))).toEqual(['403 dearest']);
    expect([cheap, dear, dearest].map((each) => each.accepted())).toEqual([1, 1, 1]);
  });

  it('stays where the answer is good', async () => {
    await using cheap = await says(403, 'cheap');
    await using dear = await says(200, 'dear');
    await using dearest = await says(200, 'dearest');
    const rules = [rule({ ...ON_403, escalate: ['dear', 'dearest'] })];
    expect(await ask(snapshotWith(rules, [cheap], [dear], [dearest]))).toEqual(['200 dear']);
    expect(dearest.accepted()).toBe(0);
  });

  it('is counted in the pool that served, as one request', async () => {
    await using cheap = await says(403, 'cheap');
    await using dear = await says(200, 'dear');
    const snapshot = snapshotWith([rule({ ...ON_403, escalate: ['dear'] })], [cheap], [dear]);
    await using gateway = await startGateway({ snapshot });
    await using client = await connectRaw(gateway.port);
    client.write(absolute(9));
    await client.until(/dear$/);
    await gateway.drain();
    expect(gateway.usage('id-alice', true)).toMatchObject({ admitted: 1, ok: 1 });
  });

  it('is no way for a strict session', async () => {
    await using cheap = await says(403, 'cheap');
    await using dear = await says(200, 'dear');
    const snapshot = snapshotWith([rule({ ...ON_403, retry: true, escalate: ['dear'] })], [cheap], [dear]);
    const headers = 'Proxy-Options: session=cart, strict=on\r\n';
    expect(await ask(snapshot, { headers })).toEqual(['403 cheap']);
  });
});

describe('a rule that bans', () => {
  it('takes the exit out of use from the next request on', async () => {
    await using wall = await says(403, 'wall');
    await using good = await says(200, 'good');
    const snapshot = snapshotWith([rule({ ...ON_403, ban: { minutes: 5, for: 'all' } })], [wall, good]);
    const said = await ask(snapshot, {}, {}, {}, {});
    expect(said.filter((text) => text === '403 wall').length).toBeLessThan(2);
    expect(wall.accepted()).toBeLessThan(2);
  });
});

describe('what a rule looks at', () => {
  it('can be the first piece of a body, which then goes on as it came', async () => {
    await using wall = await says(200, 'please solve this CAPTCHA');
    await using good = await says(200, 'welcome');
    const rules = [rule({ body: ['captcha'], retry: true })];
    expect(await ask(snapshotWith(rules, [wall, good]), {}, {})).toEqual(['200 welcome', '200 welcome']);
    expect(await ask(snapshotWith(rules, [wall]))).toEqual(['200 please solve this CAPTCHA']);
  });

  it('leaves a body that cannot be read to the rules behind it', async () => {
    await using packed = await says(403, 'packed', 'Content-Encoding: gzip\r\n');
    await using good = await says(200, 'good');
    const rules = [rule({ body: ['captcha'], retry: true }), rule({ ...ON_403, escalate: ['dear'] })];
    expect(await ask(snapshotWith(rules, [packed], [good]))).toEqual(['200 good']);
  });

  it('is no body that is compressed, nor one that is not there', async () => {
    await using packed = await says(200, 'captcha', 'Content-Encoding: gzip\r\n');
    await using good = await says(200, 'good');
    const snapshot = snapshotWith([rule({ body: ['captcha'], escalate: ['dear'] })], [packed], [good]);
    expect(await ask(snapshot)).toEqual(['200 captcha']);
  });

  it('is decided by the first rule that the answer meets', async () => {
    await using wall = await says(403, 'wall');
    await using good = await says(200, 'good');
    const rules = [rule({ ...ON_403, ban: { minutes: 5, for: 'target' } }), rule({ ...ON_403, escalate: ['dear'] })];
    expect(await ask(snapshotWith(rules, [wall], [good]))).toEqual(['403 wall']);
  });
});
