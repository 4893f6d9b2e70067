/** A run in a few figures. Pure. */
import type { RoundResult } from './round.ts';

export interface Summary {
  readonly rounds: number;
  readonly brokenPromises: number;
  readonly sessions: number;
  readonly cut: number;
  /** Octets. */
  readonly moved: number;
  readonly overcount: number;
  readonly overcountBound: number;
  /** The overcount of the round that came closest to its bound, as a part of the bound. */
  readonly nearestToBound: number;
  readonly servedWithoutControl: number;
  readonly longestWayBackMs: number;
}

export function summaryOf(results: readonly RoundResult[]): Summary {
  const sum = (value: (result: RoundResult) => number) => results.reduce((total, one) => total + value(one), 0);
  const most = (value: (result: RoundResult) => number) => Math.max(0, ...results.map(value));
  return {
    rounds: results.length,
    brokenPromises: sum(({ broken }) => broken.length),
    sessions: sum(({ sessions }) => sessions),
    cut: sum(({ cut }) => cut),
    moved: sum(({ moved }) => moved),
    overcount: sum(({ overcount }) => overcount),
    overcountBound: sum(({ overcountBound }) => overcountBound),
    nearestToBound: most(({ overcount, overcountBound }) => (overcountBound === 0 ? 0 : overcount / overcountBound)),
    servedWithoutControl: sum(({ servedWithoutControl: { unlimited, limited } }) => unlimited + limited),
    longestWayBackMs: most(({ backAfterMs }) => backAfterMs),
  };
}
