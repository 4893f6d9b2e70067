/** What is left of a store after its writer was killed, its disk was full or its file was damaged: all of something. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { foundIn, openAt, publishNext } from '@atlantic/supply/history/fixture/publisher.ts';
import { historyOf } from '@atlantic/supply/store/fixture/conformance.ts';
import { makeEntry, makeSnapshot } from '@atlantic/supply/store/fixture/make.ts';
import { writtenEntries, writtenSnapshot } from '@atlantic/supply/store/fixture/writer.ts';
import { openStore } from '@atlantic/supply/store/open-store.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from './kit/child.ts';
import { temporaryFolder } from './kit/folder.ts';
import { type PostgresDatabase, startPostgres } from './kit/postgres.ts';
import { createRandom } from './kit/random.ts';
import { type RedisDatabase, startRedis } from './kit/redis.ts';
import { makeSmallDisk } from './kit/small-disk.ts';

const ROUNDS = 5;
const LONGEST_LIFE_MS = 250;
const random = createRandom(Number(process.env.SEED ?? 6));

let postgres: PostgresDatabase;
let redis: RedisDatabase;
beforeAll(async () => {
  postgres = await startPostgres();
  redis = await startRedis();
});
afterAll(async () => {
  await postgres?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

const program = (path: string): string => join(import.meta.dirname, '..', 'supply', path);

/** Starts a program, kills it in the midst of its work, and gives what it said before. */
async function killed(path: string, args: readonly string[]): Promise<string[]> {
  await using child = startChild(process.execPath, [program(path), ...args]);
  await child.firstLine;
  await pause(random.whole(0, LONGEST_LIFE_MS));
  child.kill('SIGKILL');
  await child.exited;
  expect(child.stderr()).toBe('');
  return child.stdout().toString().trim().split('\n');
}

/** The number behind the last line that begins with `word`; 0 when there is none. */
const lastOf = (lines: readonly string[], word: string): number =>
  Number(lines.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? 0);

describe.each([
  ['files', () => 'file:'],
  ['SQLite', () => 'sqlite:supply.db'],
  ['PostgreSQL', () => postgres.url],
  ['Redis', () => redis.url],
])('%s, when the writer is killed', (_, url) => {
  it('hold what was acknowledged last, or what was being saved, whole', async () => {
    using folder = temporaryFolder('kill');
    const options = { directory: folder.path, now: Date.now };
    for (let round = 0; round < ROUNDS; round++) {
      const lines = await killed('store/fixture/writer.ts', [url(), folder.path]);
      const store = await openStore(url(), options);
      const { snapshot, problems } = await store.loadSnapshot();
      const { entries, damaged } = await historyOf(store);
      await store.close();
      const [version, of] = [lastOf(lines, 'snapshot'), entries[0]?.aliveMs ?? 0];
      expect([version, version + 1]).toContain(snapshot?.version);
      expect(isDeepStrictEqual(snapshot, writtenSnapshot(snapshot?.version ?? 0))).toBe(true);
      const remembered = lastOf(lines, 'history');
      if (remembered > 0) expect([remembered, remembered + 1]).toContain(of);
      expect(entries.length === 0 || isDeepStrictEqual(entries, writtenEntries(of))).toBe(true);
      expect([problems, damaged]).toEqual([[], 0]);
    }
  });
});

it('serves the last good snapshot after a run was killed at any point, and goes on from there', async () => {
  using folder = temporaryFolder('publish');
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const published = Number((await killed('history/fixture/publisher.ts', [folder.path])).at(-1));
    const catalogue = await openAt(folder.path);
    const snapshot = catalogue.snapshot();
    const version = snapshot?.version ?? 0;
    expect([published, published + 1]).toContain(version);
    const hosts = new Set(foundIn(version).map((n) => makeEntry(n).address.host));
    expect(new Set(snapshot?.proxies.map(({ host }) => host))).toEqual(hosts);
    const known = snapshot?.proxies.map(proxyKey).every((key) => catalogue.history.get(key)?.alive);
    expect(known).toBe(true);
    expect(await publishNext(catalogue)).toBe(version + 1);
    await catalogue.close();
  }
});

describe.each(['file:', 'sqlite:supply.db'])('%s on a disk that is full', (url) => {
  it('keeps what it had, and goes on when there is room', async ({ skip }) => {
    await using disk = await makeSmallDisk(6 * 1_048_576);
    if (disk === undefined) return skip('only root on Linux can make a small disk');
    const options = { directory: disk.path, now: Date.now };
    let store = await openStore(url, options);
    const entries = Array.from({ length: 100 }, (_, n) => makeEntry(n));
    await store.saveSnapshot(makeSnapshot(1, 1_000));
    await store.saveHistory(entries, []);
    const ballast = join(disk.path, 'ballast');
    writeFileSync(ballast, Buffer.alloc(3 * 1_048_576));
    const many = Array.from({ length: 10_000 }, (_, n) => makeEntry(n, { aliveMs: 7 }));
    await expect(store.saveSnapshot(makeSnapshot(2, 10_000))).rejects.toThrow();
    await expect(store.saveHistory(many, [])).rejects.toThrow();
    for (let turn = 0; turn < 2; turn++) {
      expect(await store.loadSnapshot()).toEqual({ snapshot: makeSnapshot(1, 1_000), problems: [] });
      expect(await historyOf(store)).toEqual({ entries, damaged: 0 });
      await store.close();
      store = await openStore(url, options);
    }
    rmSync(ballast);
    await store.saveSnapshot(makeSnapshot(2, 1_000));
    await store.saveHistory([makeEntry(200)], []);
    expect((await store.loadSnapshot()).snapshot).toEqual(makeSnapshot(2, 1_000));
    expect((await historyOf(store)).entries).toEqual([...entries, makeEntry(200)]);
    await store.close();
  });
});

/** Cuts a file off, alters an octet of it, or fills a page of it with something else. */
function damage(bytes: Buffer, at: number, how: 'cut' | 'flip' | 'fill'): Buffer {
  if (how === 'cut') return bytes.subarray(0, at);
  const damaged = Buffer.from(bytes);
  if (how === 'flip') damaged[at] = (damaged[at] ?? 0) ^ (1 << random.whole(0, 7));
  else damaged.fill(0x55, at, at + 4_096);
  return damaged;
}

describe.each(['file:', 'sqlite:supply.db'])('%s with damaged files', (url) => {
  it('tells nothing that was never saved, and goes on', async () => {
    using folder = temporaryFolder('damage');
    const [whole, hurt] = [join(folder.path, 'whole'), join(folder.path, 'hurt')];
    mkdirSync(whole);
    const snapshots = [makeSnapshot(1, 700), makeSnapshot(2, 700)];
    const entries = Array.from({ length: 300 }, (_, n) => makeEntry(n));
    const store = await openStore(url, { directory: whole, now: Date.now });
    for (const snapshot of snapshots) await store.saveSnapshot(snapshot);
    for (let n = 0; n < entries.length; n += 100) await store.saveHistory(entries.slice(n, n + 100), []);
    await store.close();
    const known = new Set(entries.map((entry) => JSON.stringify(entry)));

    for (const name of readdirSync(whole).filter((one) => one !== 'runs.log')) {
      const bytes = readFileSync(join(whole, name));
      for (let part = 0; part < 16; part++) {
        for (const how of ['cut', 'flip', 'fill'] as const) {
          rmSync(hurt, { recursive: true, force: true });
          mkdirSync(hurt);
          for (const other of readdirSync(whole)) copyFileSync(join(whole, other), join(hurt, other));
          const at = Math.min(bytes.length - 1, Math.floor((bytes.length * (part + random.whole(0, 99) / 100)) / 16));
          writeFileSync(join(hurt, name), damage(bytes, at, how));
          const label = `${name} ${how} ${at}`;
          const after = await openStore(url, { directory: hurt, now: Date.now });
          const { snapshot } = await after.loadSnapshot();
          const isWhole = [undefined, ...snapshots].some((one) => isDeepStrictEqual(one, snapshot));
          expect(isWhole, label).toBe(true);
          if (url === 'file:') expect(snapshot, label).toBeDefined();
          const { entries: left } = await historyOf(after);
          expect(
            left.filter((entry) => !known.has(JSON.stringify(entry))),
            label,
          ).toEqual([]);
          await after.saveSnapshot(makeSnapshot(9, 10));
          expect((await after.loadSnapshot()).snapshot, label).toEqual(makeSnapshot(9, 10));
          await after.close();
        }
      }
    }
  });
});
