import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { afterAll, expect, it } from 'vitest';
import { servedApi } from '../fixture/api.ts';
import { seededSnapshot } from '../testing/snapshot.ts';
import { statusOf } from '../testing/status.ts';
import { statOf } from './state.ts';

const served = await servedApi();
afterAll(() => served.api.close(1_000));
const { ask, publish } = served;

const run: RunReport = {
  id: 'r1',
  kind: 'full',
  mode: 'full',
  startedAt: 0,
  endedAt: 60_000,
  feeds: ['one', 'two'].map((feed, at) => ({
    feed,
    at: 0,
    seconds: 1,
    bytes: 10,
    unchanged: false,
    problem: null,
    detail: null,
    format: 'text',
    found: 100 + at,
    fresh: 100,
    duplicate: 0,
    rejected: {},
  })),
  progress: { total: 201, done: 201, alive: 3, inFlight: 0, perSecond: 1, etaSeconds: null },
  checks: {
    checked: 201,
    alive: 3,
    dead: 198,
    unjudged: 0,
    passed: { connect: 3, handshake: 3, judge: 3, confirm: 3, tls: 3 },
    reasons: { connection_refused: 198 },
    kinds: {},
    anonymities: {},
    requeued: 0,
    retried: 0,
    seconds: 60,
    mostInFlight: 100,
  },
  published: 1,
  withheld: null,
  detail: null,
};

it('says the figures by the names that they have elsewhere, and all of the status', () => {
  const status = statusOf(seededSnapshot(3), run);
  expect(statOf(status)).toEqual({
    total_scraped: 201,
    total_alive: 3,
    total_dead: 198,
    alive_percent: 1.49,
    last_check: '1970-01-01T00:01:00.000Z',
    updated: '2027-01-15T08:00:00.000Z',
    sources: { one: 100, two: 101 },
    ...status,
  });
});

it('says nothing where nothing has happened', () => {
  expect(statOf(statusOf(undefined))).toMatchObject({
    total_scraped: 0,
    total_alive: 0,
    total_dead: 0,
    alive_percent: 0,
    last_check: null,
    updated: null,
    sources: {},
  });
});

it('answers /stat with a key, and /health without', async () => {
  expect(await (await ask('/stat')).json()).toMatchObject({ total_alive: 400 });
  expect((await ask('/stat', { key: null })).status).toBe(401);
  const up = await ask('/health', { key: null });
  expect([up.status, await up.text()]).toEqual([200, 'up\n']);
  expect(await (await ask('/health', { key: null, headers: { accept: 'application/json' } })).json()).toEqual({
    status: 'up',
  });
});

it('says that there is nothing with a status that load balancers understand', async () => {
  await publish(undefined);
  const empty = await ask('/health', { key: null });
  expect([empty.status, await empty.text()]).toEqual([503, 'empty\n']);
});
