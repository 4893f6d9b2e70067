import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { open } from './breaker.ts';
import { describeHealth, newTracked, stateOf } from './endpoint-state.ts';
import { countFault, countSuccess } from './window.ts';

const POLICY = poolPolicySchema.parse({ health: { breaker: { jitter: 0 } } }).health.breaker;

it('tells what an endpoint did', () => {
  const tracked = newTracked(POLICY, 7);
  countSuccess(tracked.window, 100);
  countFault(tracked.window);
  expect(describeHealth('e', tracked)).toMatchObject({ state: 'healthy', since: 7, successRate: 0.5, requests: 2 });
});

it('tells why and until when it is out of use', () => {
  const tracked = newTracked(POLICY, 0);
  tracked.lastCode = 'connection_refused';
  open(tracked.breaker, POLICY, 'consecutive-faults', 50, 0);
  expect(describeHealth('e', tracked)).toMatchObject({
    state: 'ejected',
    why: 'consecutive-faults',
    code: 'connection_refused',
    since: 50,
    until: 10_050,
  });
});

it('lets a hand win: a ban over a drain over the breaker', () => {
  const tracked = newTracked(POLICY, 0);
  open(tracked.breaker, POLICY, 'latency', 1, 0);
  tracked.drainingSince = 2;
  expect(describeHealth('e', tracked)).toMatchObject({ state: 'draining', since: 2, until: undefined });
  tracked.ban = { since: 3, until: null, reason: 'abused' };
  expect(stateOf(tracked)).toBe('banned');
  expect(describeHealth('e', tracked)).toMatchObject({ reason: 'abused', since: 3, until: undefined });
  tracked.ban.until = 9;
  expect(describeHealth('e', tracked).until).toBe(9);
});
