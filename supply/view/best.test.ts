import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seeded, seededProxy } from '../testing/snapshot.ts';
import { bestRows, costOf } from './best.ts';

const proxy = seededProxy(1, seeded(1), 0);

it('counts what fails as time', () => {
  const cost = (latencyP50Ms: number, successRate: number, uptime: number) =>
    costOf({ ...proxy, latencyP50Ms, successRate, uptime });
  expect(cost(200, 1, 1)).toBe(200);
  expect(cost(200, 0.5, 1)).toBe(400);
  expect(cost(200, 0.5, 0.5)).toBe(800);
  expect(cost(1, 1, 1)).toBe(cost(100, 1, 1));
  expect(cost(1, 0, 1)).toBe(Number.POSITIVE_INFINITY);
});

it('takes what sorting all would take', () => {
  const cost = fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(5));
  fc.assert(
    fc.property(fc.array(cost, { maxLength: 50 }), fc.integer({ min: 1, max: 60 }), (costs, most) => {
      const rows = [...costs.keys()];
      const wanted = rows.toSorted((a, b) =>
        costs[a] === costs[b] ? a - b : (costs[a] ?? 0) < (costs[b] ?? 0) ? -1 : 1,
      );
      expect(bestRows(rows, (row) => costs[row] ?? 0, most)).toEqual(wanted.slice(0, most));
    }),
  );
});
