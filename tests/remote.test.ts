/** A plane on another host: what it serves, what it survives, and what ends it. Two network namespaces, so root only. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Usage, usageSchema } from '@atlantic/contract/api.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBooks } from './kit/books.ts';
import { startChild } from './kit/child.ts';
import { within } from './kit/deadline.ts';
import { namespaceProblem } from './kit/namespaces.ts';
import { ensureProgram } from './kit/program.ts';
import { fetchAt, type Stage, setStage } from './remote/stage.ts';

const problem = await namespaceProblem();
if (problem !== undefined) process.stderr.write(`\nSKIPPED: planes on another host are not tested: ${problem}\n`);

/** Longer than any batch of usage waits, and than a stream takes to be opened again. */
const SOON = { timeout: 20_000, interval: 200 };
const SIZE = 100_000;
/** Without control, each answer to a spent grant takes as long as a call of control may. */
const LONG_MS = 120_000;

describe.skipIf(problem !== undefined)('a plane on another host', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  const usageOf = async (name: string): Promise<Usage['credentials'][number] | undefined> =>
    usageSchema.parse(JSON.parse((await stage.order('usage', '--credential', name, '--json')).stdout)).credentials[0];
  const remoteView = async () => (await stage.planes()).find(({ name }) => name === 'remote');

  it('follows control over TLS by an authority of one’s own, and serves from there', async () => {
    const credential = await stage.credential('first');
    expect(stage.atlantic.ready.control.url).toMatch(/^https:/);
    expect(await fetchAt(stage.there, credential, `/bytes/${SIZE}`)).toMatchObject({ status: 200, octets: SIZE });
    expect(await fetchAt(stage.here, credential, `/bytes/${SIZE}`)).toMatchObject({ status: 200, octets: SIZE });
    await expect.poll(() => usageOf('first'), SOON).toMatchObject({ requests: 2 });
    await expect
      .poll(
        async () => (await stage.planes()).map(({ name, state, report }) => [name, state, report?.workers.length]),
        SOON,
      )
      .toEqual([
        ['local', 'connected', 2],
        ['remote', 'connected', 2],
      ]);
    const [local, remote] = await stage.planes();
    expect(remote?.report?.snapshotVersion).toBe(local?.report?.snapshotVersion);
  });

  it('proves control: without the authority nothing is said to it', async () => {
    const { url } = stage.atlantic.ready.control;
    const stranger = await stage.atlantic.cli('plane', 'list', '--control', url, '--api-key', 'k');
    expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('control_untrusted') });
  });

  it('obeys commands and says so', async () => {
    const before = (await remoteView())?.report?.workers.map(({ pid }) => pid) ?? [];
    const level = await stage.order('plane', 'log-level', 'remote', 'debug');
    expect(level.stdout).toBe('remote logs from debug on.\n');
    const credential = await stage.credential('commands');
    const answers = Array.from({ length: 20 }, () => fetchAt(stage.there, credential, '/bytes/10'));
    const restarted = await stage.order('plane', 'restart-workers', 'remote');
    expect(restarted.stdout).toBe('remote serves with new workers.\n');
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    const pids = async () => (await remoteView())?.report?.workers.map(({ pid }) => pid) ?? [];
    await expect.poll(async () => (await pids()).some((pid) => before.includes(pid)), SOON).toBe(false);
    expect((await remoteView())?.report?.logLevel).toBe('debug');
    await stage.order('plane', 'log-level', 'remote', 'info');
  });

  it('shares a quota with the others, which together never exceed it', async () => {
    const quota = 6_000_000;
    const credential = await stage.credential('shared', '--quota-bytes', String(quota));
    const spend = async (site: Stage['here']) => {
      let served = 0;
      for (let turn = 0; turn < 100; turn += 1) {
        const { status, octets } = await fetchAt(site, credential, `/bytes/${SIZE}`);
        if (status !== 200) return { served, status };
        served += octets;
      }
      return { served, status: 200 };
    };
    const [here, there] = await Promise.all([spend(stage.here), spend(stage.there)]);
    expect([here.status, there.status]).toEqual([429, 429]);
    expect(here.served).toBeGreaterThan(0);
    expect(there.served).toBeGreaterThan(0);
    expect(here.served + there.served).toBeLessThanOrEqual(quota);
    await expect
      .poll(() => readBooks(stage.atlantic.data, 'shared').charged.bytes, SOON)
      .toBeGreaterThan(here.served + there.served);
    expect(readBooks(stage.atlantic.data, 'shared').charged.bytes).toBeLessThanOrEqual(quota);
  });

  it(
    'goes on when its link is cut, within what it was granted, and catches up',
    async () => {
      const [free, slow, limited, paused] = [
        await stage.credential('free'),
        await stage.credential('slow'),
        await stage.credential('limited', '--quota-bytes', '20MB'),
        await stage.credential('paused'),
      ];
      const get = (credential: typeof free) => fetchAt(stage.there, credential, `/bytes/${SIZE}`);
      expect(await get(free)).toMatchObject({ status: 200 });
      expect(await get(limited)).toMatchObject({ status: 200 });
      await expect.poll(() => usageOf('free'), SOON).toMatchObject({ requests: 1 });
      const each = (await usageOf('free'))?.total ?? 0;

      const download = fetchAt(stage.there, slow, `/slow/${SIZE}?ms=3000`);
      await stage.there.host.link('down');
      try {
        const granted = readBooks(stage.atlantic.data, 'limited').outstanding.bytes;
        const requests = 10;
        for (let turn = 0; turn < requests; turn += 1) expect(await get(free)).toMatchObject({ status: 200 });
        expect(await download).toMatchObject({ status: 200, octets: SIZE });

        let spent = 0;
        let last = await get(limited);
        for (let turn = 0; turn < 600 && last.status === 200; turn += 1) {
          spent += last.octets;
          last = await get(limited);
        }
        expect(last).toMatchObject({ status: 503, code: 'quota_unavailable' });
        expect(spent).toBeLessThanOrEqual(granted);

        await stage.order('credential', 'pause', 'paused');
        await stage.credential('late');
        expect(await get(paused)).toMatchObject({ status: 200 });

        await stage.there.host.link('up');
        const restored = performance.now();
        await expect.poll(async () => (await get(paused)).status, SOON).not.toBe(200);
        const adopted = performance.now() - restored;
        await expect.poll(async () => (await get(limited)).status, SOON).toBe(200);
        // Every request was the same to the octet, so each counted once makes a multiple of the first.
        const all = { requests: requests + 1, total: each * (requests + 1) };
        await expect.poll(() => usageOf('free'), SOON).toMatchObject(all);
        process.stderr.write(
          `\nremote: a change made while the link was cut was in force ${adopted.toFixed(0)} ms after it came back\n`,
        );
      } finally {
        await stage.there.host.link('up');
      }
    },
    LONG_MS,
  );

  it('drains by command and ends in order', async () => {
    const { token } = await stage.plane('other');
    await using other = await stage.startPlane('other', token, ['--listen', '127.0.0.1:28080']);
    expect(other.ready.egress.http).toBe('http://127.0.0.1:28080');
    const { stdout } = await stage.order('plane', 'drain', 'other');
    expect(stdout).toBe('other drains, and ends when what is open has finished.\n');
    expect(await within(20, 'the end of a drained plane', other.exited)).toEqual({ code: 0, signal: null });
    expect(other.output()).toContain('control had this plane drained');
    await using again = await stage.startPlane('other', token, ['--listen', '127.0.0.1:28080']);
    expect(await again.stop()).toEqual({ code: 0, signal: null });
  });

  it('ends when it is revoked, at once, and its token opens nothing', async () => {
    const curl = await ensureProgram('curl');
    const { url } = stage.atlantic.ready.control;
    const call = (path: string) => {
      const [program = '', ...line] = [...stage.there.host.prefix, curl];
      const trust = ['-q', '-s', '-N', '--cacert', stage.certificate.authority];
      const token = ['-H', `Authorization: Bearer ${stage.token}`];
      return startChild(program, [...line, ...trust, ...token, '-w', '\n%{http_code}', `${url}${path}`]);
    };
    await using stream = call('/plane/v1/stream');
    await within(10, 'the stream', stream.firstLine);
    const ended = stream.exited.then(() => Date.now());

    const { stdout } = await stage.order('plane', 'revoke', 'remote', '--json');
    const revokedAt = Date.parse(String(JSON.parse(stdout).revokedAt));
    const closedMs = (await within(10, 'the end of the stream', ended)) - revokedAt;
    process.stderr.write(`\nremote: the stream was closed ${closedMs} ms after the plane was revoked\n`);
    expect(closedMs).toBeLessThan(1_000);

    expect(await within(20, 'the end of a revoked plane', stage.remote.exited)).toEqual({ code: 1, signal: null });
    expect(stage.remote.output()).toContain('plane_revoked');
    expect(existsSync(join(stage.remote.data, 'egress', 'snapshot.json'))).toBe(false);
    for (const path of ['/plane/v1/manifest', '/plane/v1/stream']) {
      await using refused = call(path);
      await refused.exited;
      expect(refused.stdout().toString()).toMatch(/plane_revoked[\s\S]*\n403$/);
    }
    // It has reported what it spent, so it holds nothing any more and is gone from the list.
    expect(await remoteView()).toBeUndefined();
  });
});
