import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { judgeRow } from './failure-row.ts';

const POLICY = poolPolicySchema.parse({}).health.breaker;

it.each([
  [4, 2, undefined],
  [5, 0, 'consecutive-faults'],
  [0, 3, 'unanswered'],
  [9, 3, 'consecutive-faults'],
])('after %i faults and %i targets: %s', (faults, targets, why) => {
  const unanswered = new Set(Array.from({ length: targets }, (_, at) => at));
  expect(judgeRow('e', { faults, unanswered }, POLICY)?.why).toBe(why);
});
