import { MOST_RUNS } from '@atlantic/contract/supply/run.ts';
import { type StorePlace, storeConformance } from '@atlantic/supply/store/fixture/conformance.ts';
import { filePlace, sqlitePlace } from '@atlantic/supply/store/fixture/disk-places.ts';
import { openStore } from '@atlantic/supply/store/open-store.ts';
import { afterAll, beforeAll } from 'vitest';
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
