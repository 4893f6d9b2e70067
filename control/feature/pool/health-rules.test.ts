import { poolHealthSchema } from '@atlantic/contract/api-endpoint.ts';
import type { EndpointReport } from '@atlantic/contract/plane.ts';
import type { SnapshotPool } from '@atlantic/contract/snapshot.ts';
import { expect, it } from 'vitest';
import { endpointHealth, healthView } from './health-rules.ts';

const endpoint = (id: string) => ({
  id,
  address: `http://${id}.example:3128`,
  kind: 'http' as const,
  host: `${id}.example`,
  port: 3128,
  username: 'user',
  password: 'hush',
});
const POOL: SnapshotPool = { name: 'rented', kind: 'list', endpoints: [endpoint('a'), endpoint('b')] };
const EJECTED: EndpointReport = {
  pool: 'rented',
  endpoint: 'a',
  state: 'ejected',
  why: 'consecutive-faults',
  code: 'connection_refused',
  since: 1_000,
  until: 11_000,
  requests: 5,
  successRate: 0.2,
  heldBack: false,
  exitAddress: '192.0.2.7',
};

it('joins what each plane said with the addresses, and names what it has not said', () => {
  const pools = [{ pool: 'rented', healthy: 1, ejected: 1, trial: 0, panicSince: 5_000, judgeSuspectSince: 4_000 }];
  const view = healthView(POOL, [
    { name: 'silent', last: undefined, endpoint: () => undefined },
    { name: 'old', last: { report: {}, at: 0 }, endpoint: () => undefined },
    {
      name: 'local',
      last: { report: { pools }, at: 6_000 },
      endpoint: (pool, id) => (pool === 'rented' && id === 'a' ? EJECTED : undefined),
    },
  ]);
  expect(poolHealthSchema.parse(view)).toEqual(view);
  expect(view.planes.map(({ plane, panicSince, judgeSuspectSince }) => [plane, panicSince, judgeSuspectSince])).toEqual(
    [
      ['old', null, null],
      ['local', '1970-01-01T00:00:05.000Z', '1970-01-01T00:00:04.000Z'],
    ],
  );
  const [a, b] = view.planes[1]?.endpoints ?? [];
  expect(a).toMatchObject({
    address: 'http://a.example:3128',
    state: 'ejected',
    why: 'consecutive-faults',
    until: '1970-01-01T00:00:11.000Z',
    latencyP50Ms: null,
    exitAddress: '192.0.2.7',
  });
  expect(b).toMatchObject({ state: 'unknown', since: null, requests: 0 });
  expect(JSON.stringify(view)).not.toContain('hush');
});

it('is the same for one endpoint, whatever pool it is shown with', () => {
  const planes = [
    { name: 'silent', last: undefined, endpoint: () => undefined },
    {
      name: 'local',
      last: { report: {}, at: 0 },
      endpoint: (_: string, id: string) => (id === 'a' ? EJECTED : undefined),
    },
  ];
  expect(endpointHealth('rented', 'a', planes)).toMatchObject([{ plane: 'local', state: 'ejected', heldBack: false }]);
  expect(endpointHealth('rented', 'b', planes)).toMatchObject([{ plane: 'local', state: 'unknown' }]);
});
