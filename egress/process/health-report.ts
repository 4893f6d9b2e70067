/** What of the pools' health goes into the next report: all pools in numbers, and as many endpoints as have room. */
import {
  type EndpointReport,
  MOST_ENDPOINTS_REPORTED,
  MOST_POOLS_REPORTED,
  type PlaneReport,
  type PoolReport,
} from '@atlantic/contract/plane.ts';
import type { EndpointHealth } from '@atlantic/kernel/pool/endpoint-state.ts';
import type { PoolCondition } from './plane-health.ts';

export interface HealthReport {
  take(): { pools: PoolReport[]; endpoints: EndpointReport[] };
  /** Control has this report. */
  sent(report: Pick<PlaneReport, 'endpoints'>): void;
}

const keyOf = ({ pool, endpoint }: Pick<EndpointReport, 'pool' | 'endpoint'>): string => `${pool} ${endpoint}`;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function endpointReport(pool: string, health: EndpointHealth, exitAddress: string | undefined): EndpointReport {
  const { id, state, why, code, since, until, requests, successRate, latencyP50Ms, latencyP95Ms, heldBack, totals } =
    health;
  return {
    pool,
    endpoint: id,
    state,
    since,
    requests,
    heldBack,
    totals,
    ...(why !== undefined && { why }),
    ...(code !== undefined && { code }),
    ...(until !== undefined && { until }),
    ...(successRate !== undefined && { successRate: rounded(successRate) }),
    ...(latencyP50Ms !== undefined && { latencyP50Ms: rounded(latencyP50Ms) }),
    ...(latencyP95Ms !== undefined && { latencyP95Ms: rounded(latencyP95Ms) }),
    ...(exitAddress !== undefined && { exitAddress }),
  };
}

function poolReport({ name, endpoints, panicSince, judgeSuspectSince }: PoolCondition): PoolReport {
  const counts = { healthy: 0, ejected: 0, trial: 0 };
  for (const { state } of endpoints) counts[state] += 1;
  return {
    pool: name,
    ...counts,
    ...(panicSince !== undefined && { panicSince }),
    ...(judgeSuspectSince !== undefined && { judgeSuspectSince }),
  };
}

/** Endpoints that changed since control heard of them come first, then those that are not well, then the others in turn. */
export function createHealthReport(conditions: () => readonly PoolCondition[]): HealthReport {
  /** The states that control knows of. */
  let told = new Map<string, string>();
  let turn = 0;
  let all: readonly EndpointReport[] = [];

  const rank = (report: EndpointReport): number => {
    if ((told.get(keyOf(report)) ?? 'healthy') !== report.state) return 0;
    return report.state === 'healthy' && !report.heldBack ? 2 : 1;
  };
  return {
    take() {
      const pools = conditions();
      all = pools.flatMap(({ name, endpoints, exits }) =>
        endpoints.map((each) => endpointReport(name, each, exits.get(each.id))),
      );
      const start = turn % Math.max(1, all.length);
      const inTurn = [...all.slice(start), ...all.slice(0, start)];
      const ranked = [0, 1, 2].flatMap((wanted) => inTurn.filter((report) => rank(report) === wanted));
      return {
        pools: pools.slice(0, MOST_POOLS_REPORTED).map(poolReport),
        endpoints: ranked.slice(0, MOST_ENDPOINTS_REPORTED),
      };
    },
    sent({ endpoints = [] }) {
      turn += endpoints.length;
      const present = new Set(all.map(keyOf));
      told = new Map([...told].filter(([key]) => present.has(key)));
      for (const report of endpoints) told.set(keyOf(report), report.state);
    },
  };
}
