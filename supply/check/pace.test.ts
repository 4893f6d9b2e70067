import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPace, LOOK_EVERY_MS, type Pace } from './pace.ts';

const WELL = { loopDelayMs: 1, cpuShare: 0.2 };

/** Looks until the limit stays, and tells it. */
function settled(pace: Pace, from: number): number {
  for (let now = from; now < from + 60_000; now += LOOK_EVERY_MS) pace.look({ now, ...WELL });
  return pace.limit();
}

it('begins with few and doubles', () => {
  const pace = createPace(20_000);
  const limits = Array.from({ length: 8 }, (_, look) => {
    const limit = pace.limit();
    pace.look({ now: look * LOOK_EVERY_MS, ...WELL });
    return limit;
  });
  expect(limits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  expect(pace.room(19_990, 2_000)).toBe(10);
});

it('halves once for many faults at once, lets nothing begin for a second, and then grows with care', () => {
  const pace = createPace(8_000);
  expect(settled(pace, 0)).toBe(8_000);
  for (let fault = 0; fault < 100; fault += 1) pace.localFault(60_000);
  expect([pace.limit(), pace.room(0, 60_999), pace.room(0, 61_000)]).toEqual([4_000, 0, 4_000]);
  pace.look({ now: 60_100, ...WELL });
  expect(pace.limit()).toBe(4_000);
  pace.look({ now: 61_000, ...WELL });
  expect(pace.limit()).toBe(4_500);
});

it('grows no more while the process is busy, and shrinks when it is late by its own doing', () => {
  const pace = createPace(4_000);
  pace.look({ now: 0, loopDelayMs: 1, cpuShare: 0.99 });
  expect(pace.limit()).toBe(500);
  expect(settled(pace, 0)).toBe(4_000);
  pace.look({ now: 60_000, loopDelayMs: 300, cpuShare: 0.1 });
  expect(pace.limit()).toBe(4_000);
  pace.look({ now: 60_250, loopDelayMs: 300, cpuShare: 0.9 });
  expect(pace.limit()).toBe(3_500);
});

it('never allows more than there is room for, always allows some, and recovers from whatever happened', () => {
  const event = fc.oneof(
    fc.record({
      loopDelayMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
      cpuShare: fc.double({ min: 0, max: 2, noNaN: true }),
    }),
    fc.constant('fault' as const),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), fc.array(event, { maxLength: 200 }), (most, events) => {
      const pace = createPace(most);
      let now = 0;
      for (const one of events) {
        now += LOOK_EVERY_MS;
        if (one === 'fault') pace.localFault(now);
        else pace.look({ now, ...one });
        expect(pace.limit()).toBeLessThanOrEqual(most);
        expect(pace.limit()).toBeGreaterThanOrEqual(Math.min(16, most));
        expect(pace.room(pace.limit(), now)).toBe(0);
      }
      expect(settled(pace, now)).toBe(most);
    }),
  );
});
