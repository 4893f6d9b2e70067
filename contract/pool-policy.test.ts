import { expect, it } from 'vitest';
import { z } from 'zod';
import { CHOICES, configuredPolicy, policyFor, poolPolicySchema } from './pool-policy.ts';

it('is whole without a word', () => {
  const policy = poolPolicySchema.parse({});
  expect(policy.choose).toBe('power-of-two');
  expect(policy.health.breaker).toMatchObject({ consecutiveFaults: 5, baseSeconds: 10, trials: 1, successes: 3 });
  expect(policy.health.outlier).toMatchObject({ minRequests: 20, failureShare: 0.85 });
  expect(policy.retry).toEqual({ attempts: 3, share: 0.2, floorPerSecond: 10 });
});

it('lets panic begin before the most that may be ejected is reached, or it never would', () => {
  const { maxEjectedShare, panicBelow } = poolPolicySchema.parse({}).health;
  expect(panicBelow).toBeGreaterThan(1 - maxEjectedShare);
});

it('keeps what is said and fills in the rest', () => {
  const policy = poolPolicySchema.parse({ choose: 'random', health: { breaker: { baseSeconds: 1 } } });
  expect(policy.choose).toBe('random');
  expect(policy.health.breaker).toMatchObject({ baseSeconds: 1, factor: 2 });
});

it.each([
  [{ choose: 'fastest' }, ['choose']],
  [{ health: { breaker: { trials: 0 } } }, ['health', 'breaker', 'trials']],
  [{ health: { panicBelow: 15 } }, ['health', 'panicBelow']],
  [{ retry: { atempts: 2 } }, ['retry']],
])('refuses %j and says where', (written, path) => {
  expect(z.strictObject(configuredPolicy).safeParse(written).error?.issues[0]?.path).toEqual(path);
});

it('names each way to choose once', () => {
  expect(new Set(CHOICES).size).toBe(CHOICES.length);
});

it('means the same in a file and in a snapshot, where unknown keys do not matter', () => {
  const written = z.strictObject(configuredPolicy).parse({ health: {}, retry: { attempts: 2 } });
  expect(poolPolicySchema.parse({ ...written, newer: 1 })).toEqual(
    poolPolicySchema.parse({ retry: { attempts: 2, newer: 1 } }),
  );
});

it('takes the addresses of a direct pool in turn, unless it says otherwise', () => {
  expect(policyFor('direct').choose).toBe('round-robin');
  expect(policyFor('direct', { choose: 'random', retry: { attempts: 2 } })).toMatchObject({
    choose: 'random',
    retry: { attempts: 2 },
  });
  expect(policyFor('list')).toEqual(poolPolicySchema.parse({}));
});
