import { MOST_ENDPOINTS_REPORTED, planeReportSchema } from '@atlantic/contract/plane.ts';
import type { EndpointHealth } from '@atlantic/kernel/pool/endpoint-state.ts';
import { expect, it } from 'vitest';
import { createHealthReport } from './health-report.ts';

const endpoint = (id: string, changes: Partial<EndpointHealth> = {}): EndpointHealth => ({
  id,
  state: 'healthy',
  why: undefined,
  code: undefined,
  since: 1,
  until: undefined,
  successRate: undefined,
  requests: 0,
  latencyP50Ms: undefined,
  latencyP95Ms: undefined,
  consecutiveFaults: 0,
  heldBack: false,
  totals: { ok: 0, faults: 0 },
  ...changes,
});
const QUIET = { panicSince: undefined, judgeSuspectSince: undefined, exits: new Map<string, string>() };
const { pools: poolsSchema, endpoints: endpointsSchema } = planeReportSchema.shape;

it('counts pools by state, and tells what control can read', () => {
  const ejected = endpoint('b', { state: 'ejected', why: 'unanswered', code: 'connection_timeout', until: 9 });
  const endpoints = [endpoint('a', { successRate: 2 / 3, latencyP50Ms: 10 / 3 }), ejected];
  const exits = new Map([['a', '192.0.2.7']]);
  const condition = { name: 'rented', panicSince: 7, endpoints, judgeSuspectSince: 8, exits };
  const report = createHealthReport(() => [condition]).take();
  expect(report.pools).toEqual([
    { pool: 'rented', healthy: 1, ejected: 1, trial: 0, panicSince: 7, judgeSuspectSince: 8 },
  ]);
  expect(report.endpoints.map(({ exitAddress }) => exitAddress)).toEqual([undefined, '192.0.2.7']);
  expect(report.endpoints.map((each) => [each.endpoint, each.state, each.successRate])).toEqual([
    ['b', 'ejected', undefined],
    ['a', 'healthy', 0.667],
  ]);
  expect(poolsSchema.parse(report.pools)).toEqual(report.pools);
  expect(endpointsSchema.parse(report.endpoints)).toEqual(report.endpoints);
});

it('tells of changes first, until control has heard them, and of everybody in turn', () => {
  const endpoints = Array.from({ length: MOST_ENDPOINTS_REPORTED + 50 }, (_, at) => endpoint(`e${at}`));
  const reports = createHealthReport(() => [{ name: 'rented', endpoints, ...QUIET }]);
  const heard = new Set<string>();
  const send = () => {
    const report = reports.take();
    reports.sent(report);
    for (const each of report.endpoints) heard.add(each.endpoint);
    return report.endpoints[0];
  };
  send();
  expect(heard.size).toBe(MOST_ENDPOINTS_REPORTED);
  send();
  expect(heard.size).toBe(endpoints.length);
  endpoints[77] = endpoint('e77', { state: 'ejected' });
  expect(reports.take().endpoints[0]?.endpoint).toBe('e77');
  expect(send()).toMatchObject({ endpoint: 'e77', state: 'ejected' });
  // It is not well, and that is said again and again.
  expect(send()).toMatchObject({ endpoint: 'e77', state: 'ejected' });
  endpoints[77] = endpoint('e77');
  expect(send()).toMatchObject({ endpoint: 'e77', state: 'healthy' });
});
