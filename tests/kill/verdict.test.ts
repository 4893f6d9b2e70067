import { expect, it } from 'vitest';
import { ONE_WRITE_DOWN } from './bounds.ts';
import { brokenBooks, brokenCounts, brokenReclaim, minus, overcountOf } from './verdict.ts';

const bounds = { up: { least: 100, most: 200 }, down: { least: 1000, most: 1000 }, requests: { least: 1, most: 2 } };
const counted = { bytesUp: 150, bytesDown: 1000, requests: 2 };

it('finds nothing where everything is within its bounds', () => {
  expect(brokenCounts('one', counted, bounds)).toEqual([]);
  expect(overcountOf(counted, bounds)).toBe(50);
});

it('names what was lost and what is too much', () => {
  expect(brokenCounts('one', { ...counted, bytesUp: 99 }, bounds)).toEqual([
    'one: 1 octets up were lost: 99 counted, 100 moved',
  ]);
  expect(brokenCounts('one', { ...counted, bytesDown: 1005 }, bounds)).toEqual([
    'one: 5 octets down too many: 1005 counted, at most 1000 moved',
  ]);
  expect(brokenCounts('one', { ...counted, requests: 3 }, bounds)).toHaveLength(1);
});

it('wants rows, charge, API and quota to agree', () => {
  const books = { ...counted, charged: { bytes: 1150, requests: 2 }, outstanding: { bytes: 50, requests: 0 } };
  expect(brokenBooks('one', books, counted, 1200)).toEqual([]);
  expect(brokenBooks('one', books, counted, null)).toEqual([]);
  expect(brokenBooks('one', books, counted, 1199)).toHaveLength(1);
  expect(brokenBooks('one', books, counted, 1149)).toHaveLength(2);
  expect(brokenBooks('one', { ...books, charged: { bytes: 1149, requests: 3 } }, counted, 1200)).toHaveLength(2);
  expect(brokenBooks('one', books, minus(counted, { bytesUp: 1, bytesDown: 0, requests: 0 }), 1200)).toHaveLength(1);
});

it('wants a quota to be spent but for one write a worker', () => {
  expect(brokenReclaim('one', 1_000_000 - 2 * ONE_WRITE_DOWN, 1_000_000, 2)).toEqual([]);
  expect(brokenReclaim('one', 1_000_000 - 2 * ONE_WRITE_DOWN - 1, 1_000_000, 2)).toHaveLength(1);
});
