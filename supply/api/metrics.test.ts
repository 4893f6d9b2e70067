import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { expect, it } from 'vitest';
import { seeded, seededProxy, seededSnapshot } from '../testing/snapshot.ts';
import { statusOf } from '../testing/status.ts';
import { createSupplyMetrics, MOST_SOURCES } from './metrics.ts';

const runOf = (feeds: readonly string[], more: Partial<RunReport> = {}): RunReport => ({
  id: 'r',
  kind: 'full',
  mode: 'full',
  startedAt: 0,
  endedAt: 1,
  feeds: feeds.map((feed) => ({
    feed,
    at: 0,
    seconds: 0,
    bytes: 0,
    unchanged: false,
    problem: null,
    detail: null,
    format: null,
    found: 5,
    fresh: 5,
    duplicate: 0,
    rejected: {},
  })),
  progress: { total: 0, done: 0, alive: 0, inFlight: 0, perSecond: 0, etaSeconds: null },
  checks: null,
  published: null,
  withheld: null,
  detail: null,
  ...more,
});

const checks = {
  checked: 9,
  alive: 2,
  dead: 7,
  unjudged: 0,
  passed: { connect: 2, handshake: 2, judge: 2, confirm: 2, tls: 2 },
  reasons: { connection_refused: 6, judge_unexpected: 1 },
  kinds: {},
  anonymities: {},
  requeued: 3,
  retried: 0,
  seconds: 1,
  mostInFlight: 1,
};

/** Name, labels and value of each sample. */
async function samples(metrics: ReturnType<typeof createSupplyMetrics>): Promise<Map<string, number>> {
  const lines = (await metrics.registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

it('counts runs, feeds, verdicts and answers by the names that users know', async () => {
  const status = statusOf(seededSnapshot(4), runOf([], { checks }));
  const metrics = createSupplyMetrics(() => status);
  metrics.onRun(runOf(['one', 'two'], { checks }));
  metrics.onRun(runOf(['one'], { withheld: 'judge-down' }));
  const proxy = { ...seededProxy(1, seeded(1), 0), totalMs: 300 };
  metrics.onVerdict({ alive: true, address: proxy, ...proxy });
  metrics.onVerdict({ alive: false, stage: 'connect', code: 'connection_refused', detail: undefined, checkedAt: 0 });
  metrics.onRequest('/get-proxy', 200, 0.002);
  const found = await samples(metrics);
  for (const [name, value] of Object.entries({
    'proxies_scraped_total{source="one"}': 10,
    'proxies_scraped_total{source="two"}': 5,
    'checks_total{result="alive"}': 1,
    'checks_total{result="dead"}': 1,
    'check_duration_seconds_bucket{le="0.25"}': 0,
    'check_duration_seconds_bucket{le="0.5"}': 1,
    alive_proxies: 4,
    dead_proxies: 7,
    'atlantic_supply_check_failures_total{code="connection_refused"}': 6,
    atlantic_supply_checks_requeued_total: 3,
    'atlantic_supply_runs_total{outcome="published"}': 1,
    'atlantic_supply_runs_total{outcome="judge-down"}': 1,
    atlantic_supply_snapshot_version: 1,
    atlantic_supply_snapshot_age_seconds: 7,
    atlantic_supply_snapshot_stale: 0,
    atlantic_supply_known_proxies: 10,
    atlantic_supply_run_in_flight: 0,
    'atlantic_supply_judge_up{judge="0"}': 1,
    'atlantic_supply_feeds{state="off"}': 2,
    'atlantic_supply_api_requests_total{endpoint="/get-proxy",status="200"}': 1,
    'atlantic_supply_api_request_duration_seconds_bucket{le="0.0025",endpoint="/get-proxy"}': 1,
  }))
    expect([name, found.get(name)]).toEqual([name, value]);
});

it('follows the status: a snapshot that is kept too long, a judge that is gone', async () => {
  let status = statusOf(seededSnapshot(1));
  const metrics = createSupplyMetrics(() => status);
  const { snapshot } = status;
  if (snapshot === null) throw new Error('no snapshot');
  status = { ...status, snapshot: { ...snapshot, stale: true, why: 'judge-down' }, judges: [] };
  const found = await samples(metrics);
  expect(found.get('atlantic_supply_snapshot_stale')).toBe(1);
  expect([...found.keys()].filter((name) => name.includes('judge_up'))).toEqual([]);
});

it('has a bounded number of labels, however many feeds there are', async () => {
  const metrics = createSupplyMetrics(() => statusOf(undefined));
  const feeds = Array.from({ length: 1_000 }, (_, at) => `feed-${at}`);
  metrics.onRun(runOf(feeds));
  metrics.onRun(runOf(feeds));
  const found = await samples(metrics);
  expect([...found.keys()].filter((name) => name.startsWith('proxies_scraped_total'))).toHaveLength(MOST_SOURCES + 1);
  expect(found.get('proxies_scraped_total{source="other"}')).toBe((1_000 - MOST_SOURCES) * 5 * 2);
});
