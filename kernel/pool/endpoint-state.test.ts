import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { open } from './breaker.ts';
import { describeHealth, newTracked } from './endpoint-state.ts';
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

it('knows no end of an ejection that only a check ends', () => {
  const tracked = { ...newTracked(POLICY, 0), provenAt: 1 };
  open(tracked.breaker, POLICY, 'consecutive-faults', 50, 0);
  expect(describeHealth('e', tracked)).toMatchObject({ state: 'ejected', until: undefined });
});
