import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHedging } from './hedging.ts';

function begin(changes: Partial<Parameters<typeof createHedging>[0]> = {}) {
  let time = 1_000;
  const hedging = createHedging({ quantile: 0.95, minMs: 10, share: 0.1, ...changes }, () => time);
  const wait = (seconds: number) => {
    time += seconds * 1000;
  };
  const took = (count: number, ms: number) => {
    for (let tunnel = 0; tunnel < count; tunnel += 1) hedging.took(ms);
  };
  return { ...hedging, wait, took };
}

describe('the delay', () => {
  it('is not known before there were enough tunnels', () => {
    const { delay, took } = begin();
    took(19, 100);
    expect(delay()).toBeUndefined();
    took(1, 100);
    expect(delay()).toBeDefined();
  });

  it('is what nearly all took, to an eighth, and never less than the least', () => {
    const slow = begin();
    slow.took(96, 100);
    slow.took(4, 5_000);
    expect(slow.delay()).toBeGreaterThan(87);
    expect(slow.delay()).toBeLessThan(113);
    const fast = begin({ minMs: 50 });
    fast.took(100, 2);
    expect(fast.delay()).toBe(50);
  });

  it('forgets what was long ago', () => {
    const { delay, took, wait } = begin();
    took(100, 1_000);
    wait(30);
    expect(delay()).toBeGreaterThan(800);
    took(100, 20);
    wait(30);
    expect(delay()).toBeLessThan(30);
    wait(60);
    expect(delay()).toBeUndefined();
  });

  it('lies between the least and the longest, whatever is told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 20, maxLength: 60 }), (times) => {
        const { delay, took } = begin({ minMs: 5 });
        for (const ms of times) took(1, ms);
        expect(delay()).toBeGreaterThanOrEqual(5);
        expect(delay()).toBeLessThanOrEqual(Math.max(5, ...times) * 1.25);
      }),
    );
  });
});

it('allows a share of the requests under way, and one a second besides', () => {
  const { budget, wait } = begin({ share: 0.1 });
  expect(budget.may(20)).toBe(true);
  budget.took(20);
  budget.took(20);
  expect(budget.may(20)).toBe(true);
  budget.took(20);
  expect(budget.may(20)).toBe(false);
  wait(1);
  expect(budget.may(20)).toBe(true);
});
