import fc from 'fast-check';
import { expect, it } from 'vitest';
import { descriptorBudget, shareOut } from './share-out.ts';

it('keeps descriptors free', () => {
  expect([undefined, 20_000, 1_000_000, 300, 100].map(descriptorBudget)).toEqual([768, 18_000, 900_000, 44, 1]);
});

it.each([
  [{ concurrency: 100, processes: 0 }, 1_000_000, { cores: 8, descriptors: 20_000 }, { processes: 1, each: 100 }],
  [{ concurrency: 4_000, processes: 0 }, 1_000_000, { cores: 8, descriptors: 20_000 }, { processes: 2, each: 2_000 }],
  [{ concurrency: 20_000, processes: 0 }, 1_000_000, { cores: 1, descriptors: 20_000 }, { processes: 2, each: 10_000 }],
  [{ concurrency: 4_000, processes: 0 }, 1_000_000, { cores: 1, descriptors: 1_024 }, { processes: 6, each: 667 }],
  [{ concurrency: 4_000, processes: 1 }, 1_000_000, { cores: 8, descriptors: 1_024 }, { processes: 1, each: 768 }],
  [{ concurrency: 4_000, processes: 3 }, 2, { cores: 8, descriptors: 20_000 }, { processes: 2, each: 1 }],
  [{ concurrency: 4_000, processes: 0 }, 0, { cores: 8, descriptors: 20_000 }, { processes: 1, each: 1 }],
])('shares %j over %i candidates on %j', (settings, candidates, machine, shares) => {
  expect(shareOut(settings, candidates, machine)).toEqual(shares);
});

it('never gives a process more than its descriptors, and all together what was asked where they suffice', () => {
  const settings = fc.record({
    concurrency: fc.integer({ min: 1, max: 20_000 }),
    processes: fc.integer({ min: 0, max: 64 }),
  });
  const machine = fc.record({
    cores: fc.integer({ min: 1, max: 64 }),
    descriptors: fc.integer({ min: 1_024, max: 100_000 }),
  });
  fc.assert(
    fc.property(settings, fc.integer({ min: 0, max: 100_000 }), machine, (asked, candidates, given) => {
      const { processes, each } = shareOut(asked, candidates, given);
      expect(each).toBeLessThanOrEqual(descriptorBudget(given.descriptors));
      if (asked.processes > 0) expect(processes).toBeLessThanOrEqual(asked.processes);
      else expect(processes * each).toBeGreaterThanOrEqual(Math.min(asked.concurrency, candidates));
    }),
  );
});
