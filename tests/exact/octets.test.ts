import { expect, it } from 'vitest';
import { furthest, minus, NONE, plus, same, sum } from './octets.ts';

it('adds and takes away each way by itself', () => {
  expect(plus({ up: 1, down: 20 }, { up: 2, down: 30 })).toEqual({ up: 3, down: 50 });
  expect(minus({ up: 1, down: 20 }, { up: 2, down: 5 })).toEqual({ up: -1, down: 15 });
  expect(sum([])).toEqual(NONE);
  expect(
    sum([
      { up: 1, down: 2 },
      { up: 3, down: 4 },
    ]),
  ).toEqual({ up: 4, down: 6 });
});

it('is the same only when both ways are', () => {
  expect(same({ up: 1, down: 2 }, { up: 1, down: 2 })).toBe(true);
  expect(same({ up: 1, down: 2 }, { up: 1, down: 3 })).toBe(false);
  expect(same({ up: 0, down: 2 }, { up: 1, down: 2 })).toBe(false);
});

it('keeps what is further from nothing, each way by itself', () => {
  expect(furthest({ up: -5, down: 1 }, { up: 3, down: -2 })).toEqual({ up: -5, down: -2 });
});
