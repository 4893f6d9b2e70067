import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { State } from './endpoint-state.ts';
import { seeded } from './fixture/candidates.ts';
import { createProbeSchedule } from './probe-schedule.ts';

const POLICY = { everySeconds: 60, jitter: 0 };
const HEALTHY = (): State => 'healthy';

function scheduleOf(ids: readonly string[], policy = POLICY, random = () => 0) {
  const schedule = createProbeSchedule(policy, random);
  schedule.follow(ids, 0);
  return schedule;
}

describe('the schedule of probes', () => {
  it('asks everybody once in a round, and one that is under way not again', () => {
    const schedule = scheduleOf(['a', 'b', 'c']);
    expect(schedule.due(0, 9, HEALTHY, true)).toEqual(['a', 'b', 'c']);
    expect(schedule.due(90_000, 9, HEALTHY, true)).toEqual([]);
    for (const id of ['a', 'b', 'c']) schedule.ended(id, 'well', 100);
    expect(schedule.due(60_099, 9, HEALTHY, true)).toEqual([]);
    expect(schedule.due(60_100, 9, HEALTHY, true)).toEqual(['a', 'b', 'c']);
  });

  it('never has more under way than there is room, and passes nobody over', () => {
    const schedule = scheduleOf(['a', 'b', 'c'], { everySeconds: 1, jitter: 0 });
    const asked: string[] = [];
    for (let now = 0; now < 30_000; now += 1_000) {
      const [id, ...others] = schedule.due(now, 1, HEALTHY, true);
      expect(others).toEqual([]);
      if (id === undefined) continue;
      asked.push(id);
      schedule.ended(id, 'well', now);
    }
    expect(asked.slice(0, 6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('comes back soon to one that failed or is on trial, leaves an ejected one alone, and hurries nobody in doubt', () => {
    const schedule = scheduleOf(['a']);
    const dueAt = (now: number, state: State, hasty = true) => schedule.due(now, 9, () => state, hasty).length;
    dueAt(0, 'healthy');
    schedule.ended('a', 'doubtful', 0);
    expect(dueAt(1_999, 'healthy')).toBe(0);
    expect(dueAt(2_000, 'ejected')).toBe(0);
    expect(dueAt(2_000, 'healthy', false)).toBe(0);
    expect(dueAt(2_000, 'healthy')).toBe(1);
    schedule.ended('a', 'ill', 0);
    expect(dueAt(2_000, 'healthy', false)).toBe(1);
    schedule.ended('a', 'well', 2_000);
    expect([dueAt(4_000, 'healthy'), dueAt(4_000, 'trial')]).toEqual([0, 1]);
  });

  it('does not knock for ever at one that fails and stays in use', () => {
    const schedule = scheduleOf(['a']);
    let probes = 0;
    for (let now = 0; now < 60_000; now += 500) {
      for (const id of schedule.due(now, 9, HEALTHY, true)) {
        probes += 1;
        schedule.ended(id, 'ill', now);
      }
    }
    expect(probes).toBe(11);
  });

  it('brings one forward', () => {
    const schedule = scheduleOf(['a', 'b']);
    for (const id of schedule.due(0, 9, HEALTHY, true)) schedule.ended(id, 'well', 0);
    schedule.hurry('b');
    expect(schedule.due(1, 9, HEALTHY, true)).toEqual(['b']);
    expect([schedule.underWay('b'), schedule.underWay('a')]).toEqual([true, false]);
    schedule.hurry('b');
    schedule.ended('b', 'well', 2);
    expect(schedule.due(3, 9, HEALTHY, true)).toEqual([]);
  });

  it('spreads by chance, in the first round and between rounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 300 }), (seed, size) => {
        const ids = Array.from({ length: size }, (_, at) => `e${at}`);
        const schedule = scheduleOf(ids, { everySeconds: 10, jitter: 0.5 }, seeded(seed));
        const at = new Map<string, number[]>();
        for (let now = 0; now <= 40_000; now += 100) {
          for (const id of schedule.due(now, 1_000, HEALTHY, true)) {
            at.set(id, [...(at.get(id) ?? []), now]);
            schedule.ended(id, 'well', now);
          }
        }
        for (const times of at.values()) {
          expect(times[0]).toBeLessThanOrEqual(10_100);
          const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
          expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
          expect(Math.max(...pauses)).toBeLessThanOrEqual(10_100);
        }
        expect(at.size).toBe(size);
      }),
      { numRuns: 20 },
    );
  });

  it('forgets who is gone', () => {
    const schedule = scheduleOf(['a', 'b']);
    schedule.due(0, 9, HEALTHY, true);
    schedule.follow(['b', 'c'], 1);
    schedule.ended('a', 'well', 2);
    expect(schedule.due(60_000, 9, HEALTHY, true)).toEqual(['c']);
  });
});
