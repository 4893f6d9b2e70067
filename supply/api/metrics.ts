/** What supply measures. Names without a prefix are those that users of such lists know; the others begin with `atlantic_supply_`. */
import type { RunReport, SupplyStatus } from '@atlantic/contract/supply/run.ts';
import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { Verdict } from '../verdict.ts';

/** Feeds that have a label of their own; those that come later are `other`. */
export const MOST_SOURCES = 200;

const CHECK_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60];
const REQUEST_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10];

export interface SupplyMetrics {
  readonly registry: Registry;
  /** Once for each verdict of a check. */
  onVerdict(verdict: Verdict): void;
  /** Once for each run, when it has ended. */
  onRun(report: RunReport): void;
  /** Once for each answer of the API. `endpoint` is a path of ours, or `other`. */
  onRequest(endpoint: string, status: number, seconds: number): void;
}

/** `status` is asked when somebody reads the metrics. */
export function createSupplyMetrics(status: () => SupplyStatus): SupplyMetrics {
  const registry = new Registry();
  const registers = [registry];
  addGauges(registry, status);
  const scraped = new Counter({
    name: 'proxies_scraped_total',
    help: 'Proxies that a feed named, by feed; those of the same feed are counted again in each run.',
    labelNames: ['source'],
    registers,
  });
  const checks = new Counter({
    name: 'checks_total',
    help: 'Checks that came to a verdict.',
    labelNames: ['result'],
    registers,
  });
  const checkSeconds = new Histogram({
    name: 'check_duration_seconds',
    help: 'How long the judge’s page took through proxies that are alive, from the dial to its last octet.',
    buckets: CHECK_SECONDS,
    registers,
  });
  const reasons = new Counter({
    name: 'atlantic_supply_check_failures_total',
    help: 'Proxies that runs found dead, by error code.',
    labelNames: ['code'],
    registers,
  });
  const requeued = new Counter({
    name: 'atlantic_supply_checks_requeued_total',
    help: 'Checks that were put back and not counted, because this machine or a judge was at fault.',
    registers,
  });
  const runs = new Counter({
    name: 'atlantic_supply_runs_total',
    help: 'Runs that ended, by what became of their result: published, or why it was withheld.',
    labelNames: ['outcome'],
    registers,
  });
  const requests = new Counter({
    name: 'atlantic_supply_api_requests_total',
    help: 'Answers of the API.',
    labelNames: ['endpoint', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'atlantic_supply_api_request_duration_seconds',
    help: 'From the head of a request until its answer was handed over.',
    labelNames: ['endpoint'],
    buckets: REQUEST_SECONDS,
    registers,
  });

  const sources = new Set<string>();
  const sourceOf = (feed: string): string => {
    if (sources.size < MOST_SOURCES) sources.add(feed);
    return sources.has(feed) ? feed : 'other';
  };
  return {
    registry,
    onVerdict(verdict) {
      checks.inc({ result: verdict.alive ? 'alive' : 'dead' });
      if (verdict.alive) checkSeconds.observe(verdict.totalMs / 1_000);
    },
    onRun({ feeds, checks: summary, withheld }) {
      for (const { feed, found } of feeds) scraped.inc({ source: sourceOf(feed) }, found);
      for (const [code, count] of Object.entries(summary?.reasons ?? {})) reasons.inc({ code }, count);
      requeued.inc(summary?.requeued ?? 0);
      runs.inc({ outcome: withheld ?? 'published' });
    },
    onRequest(endpoint, code, seconds) {
      requests.inc({ endpoint, status: code });
      requestSeconds.observe({ endpoint }, seconds);
    },
  };
}

const GAUGES: readonly { name: string; help: string; of: (status: SupplyStatus) => number }[] = [
  {
    name: 'alive_proxies',
    help: 'Proxies of the snapshot that is published.',
    of: ({ snapshot }) => snapshot?.alive ?? 0,
  },
  {
    name: 'dead_proxies',
    help: 'Proxies that the last run found dead.',
    of: ({ last }) => last?.checks?.dead ?? 0,
  },
  {
    name: 'atlantic_supply_snapshot_version',
    help: 'Version of the snapshot that is published; 0 before any.',
    of: ({ snapshot }) => snapshot?.version ?? 0,
  },
  {
    name: 'atlantic_supply_snapshot_age_seconds',
    help: 'Since the snapshot was published; 0 before any.',
    of: ({ snapshot }) => snapshot?.ageSeconds ?? 0,
  },
  {
    name: 'atlantic_supply_snapshot_stale',
    help: 'Whether the last result was withheld, or the snapshot is too old. Alert on 1.',
    of: ({ snapshot }) => (snapshot?.stale === true ? 1 : 0),
  },
  {
    name: 'atlantic_supply_known_proxies',
    help: 'Proxies that are remembered, dead or alive.',
    of: ({ known }) => known,
  },
  {
    name: 'atlantic_supply_run_in_flight',
    help: 'Checks of the run under way that are in flight.',
    of: ({ running }) => running?.progress.inFlight ?? 0,
  },
];

function addGauges(registry: Registry, status: () => SupplyStatus): void {
  const registers = [registry];
  for (const { name, help, of } of GAUGES)
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(of(status()));
      },
    });
  new Gauge({
    name: 'atlantic_supply_judge_up',
    help: 'Whether a judge answers, by its place in the configuration, from 0. Alert on 0.',
    labelNames: ['judge'],
    registers,
    collect() {
      this.reset();
      status().judges.forEach(({ up }, judge) => {
        this.set({ judge }, up ? 1 : 0);
      });
    },
  });
  new Gauge({
    name: 'atlantic_supply_feeds',
    help: 'Feeds by state.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(status().feeds)) this.set({ state }, count);
    },
  });
}
