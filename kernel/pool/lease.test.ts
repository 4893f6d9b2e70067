import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayUse } from './choose/candidate.ts';
import { askOf, candidatesOf } from './fixture/candidates.ts';
import { type HeldLease, takeLease } from './lease.ts';

it('counts what is held and what has not shown yet whether it works, and a trial never beyond its bound', () => {
  const step = fc.record({ what: fc.constantFrom('take', 'settled', 'release'), at: fc.nat({ max: 20 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 1, max: 3 }), (steps, trials) => {
      const [candidate] = candidatesOf([1]);
      if (!candidate) throw new Error('one was made');
      candidate.mostConnecting = trials;
      const leases: { lease: HeldLease; settled: boolean; released: boolean }[] = [];
      for (const { what, at } of steps) {
        const one = leases[at];
        if (what === 'take' && mayUse(candidate, askOf())) {
          leases.push({ lease: takeLease(candidate), settled: false, released: false });
        }
        if (what === 'settled' && one) {
          one.lease.settled();
          one.settled = true;
        }
        if (what === 'release' && one) {
          one.lease.release();
          Object.assign(one, { settled: true, released: true });
        }
        expect(candidate.active).toBe(leases.filter(({ released }) => !released).length);
        expect(candidate.connecting).toBe(leases.filter(({ settled }) => !settled).length);
        expect(candidate.connecting).toBeLessThanOrEqual(trials);
      }
    }),
  );
});
