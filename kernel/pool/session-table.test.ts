import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionTable, savedSessionsSchema } from './session-table.ts';

const FOREVER = Number.POSITIVE_INFINITY;

describe('a move', () => {
  it('holds for its life and no other', () => {
    const table = createSessionTable(10);
    expect(table.exitOf(1, 7, 0)).toBeUndefined();
    expect(table.move(1, 7, { from: undefined, to: 'a', until: FOREVER }, 0)).toBe('a');
    expect([table.exitOf(1, 7, 1e12), table.exitOf(1, 8, 0), table.exitOf(2, 7, 0)]).toEqual([
      'a',
      undefined,
      undefined,
    ]);
  });

  it('is decided by whoever comes first', () => {
    const table = createSessionTable(10);
    table.move(1, 7, { from: undefined, to: 'a', until: FOREVER }, 0);
    expect(table.move(1, 7, { from: undefined, to: 'b', until: FOREVER }, 0)).toBe('a');
    expect(table.move(1, 7, { from: 'a', to: 'b', until: FOREVER }, 0)).toBe('b');
    expect(table.exitOf(1, 7, 0)).toBe('b');
    expect(table.move(1, 8, { from: undefined, to: 'c', until: FOREVER }, 0)).toBe('c');
  });

  it('is forgotten when its time is over', () => {
    const table = createSessionTable(10);
    table.move(1, 7, { from: undefined, to: 'a', until: 100 }, 0);
    expect([table.exitOf(1, 7, 99), table.exitOf(1, 7, 100)]).toEqual(['a', undefined]);
    expect(table.size()).toBe(0);
  });
});

describe('a life that depends on its use', () => {
  it('goes on while it is used, and begins anew when it was not', () => {
    const table = createSessionTable(10);
    expect([0, 60, 120, 219].map((at) => table.beganAt(1, 100, 1000 + at))).toEqual([1000, 1000, 1000, 1000]);
    expect(table.beganAt(1, 100, 1319)).toBe(1319);
  });

  it('keeps its exit as long as it lives, and loses it with its life', () => {
    const table = createSessionTable(10);
    table.beganAt(1, 100, 1000);
    table.move(1, 7, { from: undefined, to: 'a', until: FOREVER }, 1000);
    table.beganAt(1, 100, 1090);
    expect(table.exitOf(1, 7, 1189)).toBe('a');
    expect(table.exitOf(1, 7, 1190)).toBeUndefined();
  });

  it('begins exactly where the gap between two uses is too long', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 50 }), (gaps) => {
        const table = createSessionTable(10);
        let now = 1;
        let began = 1;
        table.beganAt(1, 100, now);
        for (const gap of gaps) {
          now += gap;
          if (gap >= 100) began = now;
          expect(table.beganAt(1, 100, now)).toBe(began);
        }
      }),
    );
  });
});

it('forgets the longest unused rather than grow, and counts them', () => {
  const table = createSessionTable(3);
  for (const id of [1, 2, 3]) table.move(id, 7, { from: undefined, to: 'a', until: FOREVER }, 0);
  table.exitOf(1, 7, 0);
  table.move(4, 7, { from: undefined, to: 'a', until: FOREVER }, 0);
  expect([1, 2, 3, 4].map((id) => table.exitOf(id, 7, 0))).toEqual(['a', undefined, 'a', 'a']);
  expect([table.size(), table.forgotten()]).toEqual([3, 1]);
});

it('is the same after it was written and read, less what is over', () => {
  const table = createSessionTable(10);
  table.setEpoch(1);
  table.move(1, 7, { from: undefined, to: 'a', until: FOREVER }, 0);
  table.move(2, 7, { from: undefined, to: 'b', until: 50 }, 0);
  table.beganAt(3, 100, 10);
  const other = createSessionTable(10);
  other.restore(savedSessionsSchema.parse(JSON.parse(JSON.stringify(table.export(20)))), 60);
  expect(other.epoch()).toBe(1);
  expect([other.exitOf(1, 7, 60), other.exitOf(2, 7, 60), other.beganAt(3, 100, 60)]).toEqual(['a', undefined, 10]);
  expect(other.size()).toBe(2);
});
