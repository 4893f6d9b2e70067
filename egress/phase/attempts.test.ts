import { AtlanticError } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { endpointOf, throughProxies } from '../fixture/snapshot.ts';
import { compileView, type Pool } from '../view.ts';
import { attemptsOn, giveUp } from './attempts.ts';
import { lease } from './lease.ts';
import type { RequestRecord } from './record.ts';

function poolOf(): Pool {
  const pool = compileView(1, throughProxies(endpointOf(1), endpointOf(2))).routes[0]?.pool;
  if (!pool) throw new Error('the snapshot has a route');
  return pool;
}
const ASK = {
  tried: new Set<never>(),
  session: undefined,
  strict: false,
  credential: 'c',
  target: { host: 't', port: 1 },
};
const FAILURE = new AtlanticError('connection_refused');

it('goes on where the request was, and begins anew at another pool', () => {
  const [one, other] = [poolOf(), poolOf()];
  const record: RequestRecord = { startedAt: 0, admitted: true };
  const attempts = attemptsOn(one, record);
  expect(attemptsOn(one, record)).toBe(attempts);
  expect(attemptsOn(other, record)).toMatchObject({ failures: 0, last: undefined });
});

it('gives a lease up once: it is back, its exit is not taken again, and its failure is told', () => {
  const pool = poolOf();
  const told: string[] = [];
  const gateway = {
    now: () => 0,
    time: () => 0,
    bans: { against: () => undefined, raise: async () => {} },
    outcome: (_: string, endpoint: string) => void told.push(endpoint),
  };
  const record: RequestRecord = { startedAt: 0, admitted: true };
  const attempts = attemptsOn(pool, record);
  record.lease = lease(gateway, pool, ASK);
  record.lease.at('dial');
  giveUp(record, FAILURE);
  const { candidate, id } = record.lease.exit;
  expect([candidate.active, pool.standing.leases, told]).toEqual([0, 0, [id]]);
  expect(attempts).toEqual({ pool, tried: new Set([candidate]), failures: 1, detour: false, last: FAILURE });
});

it('has nothing to give up before there was a lease', () => {
  const record: RequestRecord = { startedAt: 0, admitted: true };
  giveUp(record, FAILURE);
  expect(record.attempts).toBeUndefined();
});
