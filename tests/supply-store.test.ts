import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import { type StorePlace, storeConformance } from '@atlantic/supply/store/fixture/conformance.ts';
import { filePlace, sqlitePlace } from '@atlantic/supply/store/fixture/disk-places.ts';
import { makeSnapshot } from '@atlantic/supply/store/fixture/make.ts';
import { openStore } from '@atlantic/supply/store/open-store.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresDatabase, startPostgres } from './kit/postgres.ts';
import { type RedisDatabase, startRedis } from './kit/redis.ts';

const MANY = { proxies: 100_000, entries: 20_000, runs: MOST_RUNS + 2 };

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

const open = (url: string) => openStore(url, { directory: '/nowhere', now: () => 0 });

async function postgresPlace(): Promise<StorePlace> {
  return {
    open: () => open(postgres.url),
    damageSnapshot: async () =>
      void (await postgres.query(
        `update atlantic_supply_part set body = overlay(body placing '~' from 50 for 1) where (version, number) in
         (select version, number from atlantic_supply_part order by version desc, number desc limit 1)`,
      )),
    damageEntry: async (key) =>
      void (await postgres.query(
        `update atlantic_supply_history set body = substr(body, 2) where key = '${key.replaceAll("'", "''")}'`,
      )),
    [Symbol.asyncDispose]: async () =>
      void (await postgres.query(
        ['snapshot', 'part', 'history', 'run'].map((name) => `drop table if exists atlantic_supply_${name}`).join(';'),
      )),
  };
}

async function redisPlace(): Promise<StorePlace> {
  const damagePart =
    'local h = cjson.decode(redis.call("get", KEYS[1])); redis.call("lset", "atlantic:supply:parts:" .. h.sha256, -1, "~")';
  return {
    open: () => open(redis.url),
    damageSnapshot: async () => void (await redis.command(['EVAL', damagePart, '1', 'atlantic:supply:current'])),
    damageEntry: async (key) => void (await redis.command(['HSET', 'atlantic:supply:history', key, '{"address"'])),
    [Symbol.asyncDispose]: async () => void (await redis.command(['FLUSHDB'])),
  };
}

storeConformance('files', filePlace, MANY);
storeConformance('SQLite', sqlitePlace, MANY);
storeConformance('PostgreSQL', postgresPlace, MANY);
storeConformance('Redis', redisPlace, MANY);

it('PostgreSQL and Redis: go on when their connections were broken', async () => {
  const stores = [await open(postgres.url), await open(redis.url)];
  await Promise.all(stores.map((store) => store.saveSnapshot(makeSnapshot(1, 3))));
  await postgres.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'atlantic-supply'",
  );
  await redis.command(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
  for (const store of stores) {
    // Redis refuses what comes while it connects again.
    await expect
      .poll(() => store.saveSnapshot(makeSnapshot(2, 3)).then(() => 'saved', String), { timeout: 5_000 })
      .toBe('saved');
    expect((await store.loadSnapshot()).snapshot).toEqual(makeSnapshot(2, 3));
    await store.close();
  }
});

it('PostgreSQL and Redis: are given up when they say nothing', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const tries = ['postgres', 'redis'].map((scheme) => open(`${scheme}://anna:secret@127.0.0.1:${port}/0`));
  const said = await Promise.allSettled(tries);
  const messages = said.map((one) => (one.status === 'rejected' ? String(one.reason) : 'opened'));
  expect(messages).toEqual([
    expect.stringContaining(`the store postgres://127.0.0.1:${port}/0 cannot be opened`),
    expect.stringContaining(`the store redis://127.0.0.1:${port}/0 cannot be opened`),
  ]);
  silent.close();
});
