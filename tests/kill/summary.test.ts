import { expect, it } from 'vitest';
import type { RoundResult } from './round.ts';
import { summaryOf } from './summary.ts';

const result: RoundResult = {
  round: 1,
  victim: 'control',
  killedAfterMs: 100,
  awayMs: 900,
  backAfterMs: 1_000,
  sessions: 10,
  cut: 2,
  servedWithoutControl: { unlimited: 3, limited: 4 },
  moved: 1_000,
  overcount: 50,
  overcountBound: 100,
  broken: ['one'],
};

it('adds up, and keeps the extremes', () => {
  const second = { ...result, overcount: 10, backAfterMs: 3_000, broken: [] };
  expect(summaryOf([result, second])).toEqual({
    rounds: 2,
    brokenPromises: 1,
    sessions: 20,
    cut: 4,
    moved: 2_000,
    overcount: 60,
    overcountBound: 200,
    nearestToBound: 0.5,
    servedWithoutControl: 14,
    longestWayBackMs: 3_000,
  });
});

it('of nothing is nothing', () => {
  expect(summaryOf([{ ...result, overcount: 0, overcountBound: 0 }]).nearestToBound).toBe(0);
  expect(summaryOf([])).toMatchObject({ rounds: 0, longestWayBackMs: 0 });
});
