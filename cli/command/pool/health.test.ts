import type { PoolHealthView } from '@atlantic/contract/api-endpoint.ts';
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
  exitAddress: '192.0.2.7',
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
  exitAddress: null,
};
const plane = { plane: 'local', reportedAt: '2026-11-21T15:00:01.000Z', judgeSuspectSince: null };
const answer = (panicSince: string | null): PoolHealthView => ({
  pool: 'rented',
  planes: [{ ...plane, panicSince, endpoints: [well, dead] }],
});
const health = (body: PoolHealthView, ...more: string[]) =>
  atlantic(['pool', 'health', 'rented', ...more], { 'GET /pools/rented/health': { body } });

it('shows why and until when an endpoint is out, and how the others do', async () => {
  const { out } = await health(answer(null));
  expect(out).toBe(`plane local
ENDPOINT                  STATE     WHY                                      SINCE                 UNTIL                 REQUESTS     OK     P50     P95   EXIT
http://one.example:3128   healthy   -                                        2026-11-21 15:00:00   -                           20   95 %   41 ms   80 ms   192.0.2.7
http://two.example:3128   ejected   consecutive-faults, connection_refused   2026-11-21 15:00:00   2026-11-21 15:00:10          0      -       -       -   -`);
});

it('says when a pool is in panic', async () => {
  const { out } = await health(answer('2026-11-21T15:00:00.000Z'));
  expect(out).toContain('PANIC since 2026-11-21 15:00:00');
});

it('says when the judge of a pool is suspected', async () => {
  const [first] = answer(null).planes;
  if (!first) throw new Error('there is a plane');
  const { out } = await health({
    pool: 'rented',
    planes: [{ ...first, judgeSuspectSince: '2026-11-21T15:00:00.000Z' }],
  });
  expect(out).toContain('The judge answers nobody since 2026-11-21 15:00:00, so probes eject nobody.');
});

it('says why there is nothing to show', async () => {
  expect((await health({ pool: 'rented', planes: [] })).out).toBe('No plane has reported on the pool rented yet.');
  const direct = { ...plane, panicSince: null, endpoints: [] };
  expect((await health({ pool: 'rented', planes: [direct] })).out).toContain('has no endpoints of others now');
});

it('is the answer of the API with --json', async () => {
  const body = answer(null);
  expect(JSON.parse((await health(body, '--json')).out)).toEqual(body);
});
