import { OVERLOAD_REASONS, type OverloadReason } from '@atlantic/contract/overload.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOverloadLevel, FALL_MS, MOST, type Pressures, RELIEF, RISE_MS } from './level.ts';

const CALM: Pressures = { connections: 0, descriptors: 0, memory: 0, 'loop-delay': 0 };
const LOOK_MS = 250;

/** Says the level after each look at one pressure after another. */
function looking() {
  const level = createOverloadLevel();
  let now = 1_000;
  const look = (pressures: Partial<Pressures>) => {
    now += LOOK_MS;
    return level.judge({ ...CALM, ...pressures }, now);
  };
  const lookFor = (milliseconds: number, pressures: Partial<Pressures>) =>
    Array.from({ length: milliseconds / LOOK_MS }, () => look(pressures)).at(-1);
  return { look, lookFor };
}

describe('the level of overload', () => {
  it('rises at once, then a step a second, and at the top one class of accounts a second', () => {
    const { look, lookFor } = looking();
    expect(look({ memory: 1 })).toEqual({ level: 1, why: ['memory'], classes: 0 });
    expect(lookFor(RISE_MS - LOOK_MS, { memory: 1.2 })?.level).toBe(1);
    expect(look({ memory: 1.2 }).level).toBe(2);
    expect(lookFor(RISE_MS, { memory: 1 })).toMatchObject({ level: 3, classes: 1 });
    expect(lookFor(RISE_MS, { memory: 1 })).toMatchObject({ level: 3, classes: 2 });
  });

  it('stays where it is while what was high is neither high nor well', () => {
    const { look, lookFor } = looking();
    look({ descriptors: 1 });
    expect(lookFor(60_000, { descriptors: RELIEF })).toEqual({ level: 1, why: ['descriptors'], classes: 0 });
  });

  it('falls a step every three seconds once all is well for as long, however high it was', () => {
    const { look, lookFor } = looking();
    lookFor(20 * RISE_MS, { 'loop-delay': 2 });
    expect(look({}).level).toBe(3);
    expect(lookFor(FALL_MS - LOOK_MS, {})?.level).toBe(3);
    expect(look({}).level).toBe(2);
    expect(lookFor(FALL_MS, {})?.level).toBe(1);
    expect(lookFor(FALL_MS, {})).toEqual({ level: 0, why: [], classes: 0 });
  });
});

const pressures = fc.record(
  Object.fromEntries(OVERLOAD_REASONS.map((reason) => [reason, fc.double({ min: 0, max: 2, noNaN: true })])) as Record<
    OverloadReason,
    fc.Arbitrary<number>
  >,
);

describe('whatever happens', () => {
  it('the level moves a step at a time, and never up and down within three seconds', () => {
    fc.assert(
      fc.property(fc.array(pressures, { maxLength: 200 }), (looks) => {
        const level = createOverloadLevel();
        let [before, roseAt] = [0, Number.NEGATIVE_INFINITY];
        looks.forEach((look, at) => {
          const { level: now, classes } = level.judge(look, at * LOOK_MS);
          expect(Math.abs(now - before)).toBeLessThanOrEqual(1);
          expect(classes > 0).toBe(now === MOST);
          if (now > before) roseAt = at * LOOK_MS;
          if (now < before) expect(at * LOOK_MS - roseAt).toBeGreaterThanOrEqual(FALL_MS);
          before = now;
        });
      }),
    );
  });

  it('the level is 0 again once all has been well for long enough', () => {
    fc.assert(
      fc.property(fc.array(pressures, { maxLength: 100 }), (looks) => {
        const { look, lookFor } = looking();
        for (const each of looks) look(each);
        expect(lookFor(FALL_MS * (MOST + 1), { memory: RELIEF - 0.01 })?.level).toBe(0);
      }),
    );
  });
});
