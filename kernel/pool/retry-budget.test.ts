import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRetryBudget } from './retry-budget.ts';

const setup = (share: number, floorPerSecond: number) => {
  const clock = { now: 0 };
  return { clock, budget: createRetryBudget({ attempts: 3, share, floorPerSecond }, () => clock.now) };
};

it('allows a share of what is under way', () => {
  const { budget } = setup(0.2, 0);
  expect(budget.may(4)).toBe(false);
  expect(budget.may(5)).toBe(true);
  const over = budget.took(5);
  expect([budget.may(5), budget.may(10)]).toEqual([false, true]);
  over();
  over();
  expect([budget.may(5), budget.may(4)]).toEqual([true, false]);
});

it('allows some a second to little traffic, and nothing where nothing is allowed', () => {
  const { clock, budget } = setup(0, 2);
  for (let time = 0; time < 2; time += 1) {
    expect(budget.may(1)).toBe(true);
    budget.took(1);
  }
  expect(budget.may(1)).toBe(false);
  clock.now = 500;
  expect(budget.may(1)).toBe(true);
  expect(setup(0, 0).budget.may(1)).toBe(false);
});

it('never lets more retries begin than share and floor allow', () => {
  const step = fc.record({ wait: fc.nat({ max: 300 }), active: fc.nat({ max: 100 }), ends: fc.boolean() });
  const shares = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), shares, fc.nat({ max: 20 }), (steps, share, floorPerSecond) => {
      const { clock, budget } = setup(share, floorPerSecond);
      const open: (() => void)[] = [];
      let beyond = 0;
      for (const { wait, active, ends } of steps) {
        clock.now += wait;
        if (ends) open.shift()?.();
        if (!budget.may(active)) continue;
        // What begins within the share is open here; whatever does not is counted against the floor.
        if (open.length + 1 <= active * share) open.push(budget.took(active));
        else {
          budget.took(active);
          beyond += 1;
        }
        expect(beyond).toBeLessThanOrEqual(Math.max(1, floorPerSecond) + (clock.now / 1000) * floorPerSecond + 1e-6);
        if (floorPerSecond === 0) expect(beyond).toBe(0);
      }
    }),
  );
});
