import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { judgeRow } from './failure-row.ts';

const POLICY = poolPolicySchema.parse({}).health.breaker;

it.each([
  [0, 4, 2, undefined],
  [1, 4, 2, undefined],
  [0, 5, 0, 'consecutive-faults'],
  [0, 0, 3, 'unanswered'],
  [2, 0, 0, 'check-failed'],
  [2, 9, 3, 'check-failed'],
  [0, 9, 3, 'consecutive-faults'],
])('after %i failed checks, %i faults and %i targets: %s', (failedChecks, faults, targets, why) => {
  const unanswered = new Set(Array.from({ length: targets }, (_, at) => at));
  expect(judgeRow('e', { failedChecks, faults, unanswered }, POLICY)?.why).toBe(why);
});
