import { poolPolicySchema } from '@atlantic/contract/pool-policy.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, type Breaker, backOff, close, newBreaker, open, trialSucceeded } from './breaker.ts';

const policyOf = (breaker: object = {}) => poolPolicySchema.parse({ health: { breaker } }).health.breaker;
const PLAIN = policyOf({ jitter: 0 });
const eject = (breaker: Breaker, now: number) => open(breaker, PLAIN, 'consecutive-faults', now, 0);

describe('the breaker', () => {
  it('is opened, tried when its time has come, and closed by successes in a row', () => {
    const breaker = newBreaker(PLAIN, 0);
    eject(breaker, 100);
    expect(breaker).toMatchObject({ state: 'open', since: 100, until: 10_100, why: 'consecutive-faults' });
    expect(advance(breaker, 10_099)).toBe(false);
    expect(advance(breaker, 10_100)).toBe(true);
    expect(breaker).toMatchObject({ state: 'half-open', since: 10_100 });
    expect([1, 2, 3].map((at) => trialSucceeded(breaker, PLAIN, 10_100 + at))).toEqual([false, false, true]);
    expect(breaker).toMatchObject({ state: 'closed', since: 10_103, why: undefined });
  });

  it('rests twice as long after each failed trial, up to the cap', () => {
    const breaker = newBreaker(PLAIN, 0);
    const rests: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const now = breaker.until;
      advance(breaker, now);
      eject(breaker, now);
      rests.push((breaker.until - now) / 1000);
    }
    expect(rests).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  it('begins a row of successes anew with every trial', () => {
    const breaker = newBreaker(PLAIN, 0);
    eject(breaker, 0);
    advance(breaker, breaker.until);
    trialSucceeded(breaker, PLAIN, breaker.until);
    trialSucceeded(breaker, PLAIN, breaker.until);
    eject(breaker, breaker.until);
    advance(breaker, breaker.until);
    expect(trialSucceeded(breaker, PLAIN, breaker.until)).toBe(false);
  });

  it('forgives one ejection for each stretch of good service', () => {
    const breaker = newBreaker(PLAIN, 0);
    for (let times = 0; times < 3; times += 1) eject(breaker, 0);
    close(breaker, 0);
    eject(breaker, 2 * PLAIN.forgiveSeconds * 1000);
    expect(breaker.until - breaker.since).toBe(20_000);
    close(breaker, 0);
    eject(breaker, 1e9);
    expect(breaker.until - breaker.since).toBe(10_000);
  });

  it('begins with a trial on probation', () => {
    const policy = policyOf({ probation: true, successes: 1 });
    const breaker = newBreaker(policy, 5);
    expect(breaker.state).toBe('half-open');
    expect(trialSucceeded(breaker, policy, 6)).toBe(true);
  });
});

describe('the back-off', () => {
  it('never leaves its bounds, and only grows with the level', () => {
    const numbers = fc.record({
      baseSeconds: fc.double({ min: 0.1, max: 100, noNaN: true }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      maxSeconds: fc.double({ min: 0.1, max: 1000, noNaN: true }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        numbers,
        fc.nat({ max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, level, chance) => {
          const policy = policyOf(given);
          const rest = backOff(policy, level, chance);
          expect(rest).toBeLessThanOrEqual(policy.maxSeconds * 1000);
          const least = Math.min(policy.baseSeconds, policy.maxSeconds) * (1 - policy.jitter) * 1000;
          expect(rest).toBeGreaterThanOrEqual(least - 1e-6);
          expect(backOff(policy, level + 1, chance)).toBeGreaterThanOrEqual(rest);
        },
      ),
    );
  });
});

it('rests for as long as it was told, whatever happens, and comes back through a whole trial only', () => {
  const step = fc.record({ wait: fc.nat({ max: 20_000 }), what: fc.constantFrom('success', 'fault') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 1, max: 4 }), (steps, successes) => {
      const policy = policyOf({ successes });
      const breaker = newBreaker(policy, 0);
      let now = 0;
      let row = 0;
      for (const { wait, what } of steps) {
        now += wait;
        const before = { ...breaker };
        if (advance(breaker, now)) expect(now).toBeGreaterThanOrEqual(before.until);
        else if (before.state === 'open') expect(now).toBeLessThan(before.until);
        row = what === 'success' && breaker.state === 'half-open' ? row + 1 : 0;
        const closed = what === 'success' && trialSucceeded(breaker, policy, now);
        if (closed) expect(row).toBe(successes);
        if (closed) row = 0;
        if (what === 'fault' && breaker.state !== 'open') open(breaker, policy, 'consecutive-faults', now, 0.5);
        if (breaker.state === 'open') expect(breaker.until).toBeGreaterThan(now);
      }
    }),
  );
});
