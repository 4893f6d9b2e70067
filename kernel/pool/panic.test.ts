import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import { expect, it } from 'vitest';
import { advance, newBreaker, open } from './breaker.ts';
import { isPanic } from './panic.ts';

const { breaker: POLICY } = poolPolicySchema.parse({}).health;

const ejected = () => {
  const breaker = newBreaker(POLICY, 0);
  open(breaker, POLICY, 'consecutive-faults', 0, 0);
  return breaker;
};
const trial = () => {
  const breaker = ejected();
  advance(breaker, 1e9);
  return breaker;
};
const well = () => newBreaker(POLICY, 0);
const newcomer = () => newBreaker({ ...POLICY, probation: true }, 0);

it.each([
  ['nobody', [], false],
  ['exactly as many as must be', [well(), ejected(), ejected(), ejected()], false],
  ['less than that', [well(), ejected(), ejected(), ejected(), ejected()], true],
  ['one on trial, which is not fit yet', [well(), trial(), trial(), trial(), trial()], true],
  ['newcomers alone', [newcomer(), newcomer()], false],
  ['newcomers, who do not count', [well(), ejected(), ejected(), newcomer(), newcomer(), newcomer()], false],
])('of %s', (_, breakers, panic) => {
  expect(isPanic(breakers, 0.25)).toBe(panic);
});
