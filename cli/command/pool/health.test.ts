import type { PoolHealthView } from '@atlantic/contract/api.ts';
import { expect, it } from 'vitest';
import { atlantic } from '../../fixture/shell.ts';

const well = {
  id: 'rented-1',
  address: 'http://one.example:3128',
  state: 'healthy' as const,
  why: null,
  code: null,
  since: '2026-11-21T15:00:00.000Z',
  until: null,
  requests: 20,
  successRate: 0.95,
  latencyP50Ms: 41.4,
  latencyP95Ms: 80.1,
  heldBack: false,
};
const dead = {
  ...well,
  id: 'rented-2',
  address: 'http://two.example:3128',
  state: 'ejected' as const,
  why: 'consecutive-faults' as const,
  code: 'connection_refused',
  until: '2026-11-21T15:00:10.000Z',
  requests: 0,
  successRate: null,
  latencyP50Ms: null,
  latencyP95Ms: null,
};
const answer = (panicSince: string | null): PoolHealthView => ({
  pool: 'rented',
  planes: [{ plane: 'local', reportedAt: '2026-11-21T15:00:01.000Z', panicSince, endpoints: [well, dead] }],
});
const health = (body: PoolHealthView, ...more: string[]) =>
  atlantic(['pool', 'health', 'rented', ...more], { 'GET /pools/rented/health': { body } });

it('shows why and until when an endpoint is out, and how the others do', async () => {
  const { out } = await health(answer(null));
  expect(out).toBe(`plane local
ENDPOINT                  STATE     WHY                                      SINCE                 UNTIL                 REQUESTS     OK     P50     P95
http://one.example:3128   healthy   -                                        2026-11-21 15:00:00   -                           20   95 %   41 ms   80 ms
http://two.example:3128   ejected   consecutive-faults, connection_refused   2026-11-21 15:00:00   2026-11-21 15:00:10          0      -       -       -`);
});

it('says when a pool is in panic', async () => {
  const { out } = await health(answer('2026-11-21T15:00:00.000Z'));
  expect(out).toContain('PANIC since 2026-11-21 15:00:00');
});

it('says why there is nothing to show', async () => {
  expect((await health({ pool: 'rented', planes: [] })).out).toBe('No plane has reported on the pool rented yet.');
  const direct = { plane: 'local', reportedAt: '2026-11-21T15:00:01.000Z', panicSince: null, endpoints: [] };
  expect((await health({ pool: 'rented', planes: [direct] })).out).toContain('is direct');
});

it('is the answer of the API with --json', async () => {
  const body = answer(null);
  expect(JSON.parse((await health(body, '--json')).out)).toEqual(body);
});
