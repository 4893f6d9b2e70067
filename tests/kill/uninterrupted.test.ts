import { describe, expect, it } from 'vitest';
import type { SessionRecord, TransferRecord } from '../kit/transfer.ts';
import { brokenContinuity } from './uninterrupted.ts';

const session = (ending: TransferRecord['ending'], change: Partial<SessionRecord> = {}): SessionRecord => ({
  door: 'CONNECT',
  credential: 'unlimited',
  opening: { sent: 10, received: 10 },
  connected: true,
  open: true,
  refusal: undefined,
  transfers: [
    {
      transfer: { id: 'a', kind: 'down', size: 9, slice: 9, pauseMs: 0, stallMs: 0 },
      startedAt: 100,
      head: 5,
      received: 9,
      body: 9,
      ending,
      refusal: undefined,
    },
  ],
  ...change,
});
const seen = { diedAt: 200, arrived: () => 0 };

describe('the death of control', () => {
  it('interrupts nobody', () => {
    expect(brokenContinuity('control', [session('finished')], seen)).toEqual([]);
    expect(brokenContinuity('control', [session('finished'), session('cut')], seen)).toHaveLength(1);
    expect(
      brokenContinuity('control', [session('finished', { connected: false, open: false, transfers: [] })], seen),
    ).toHaveLength(1);
  });
});

describe('the death of the primary', () => {
  it('leaves what was under way to the workers', () => {
    expect(brokenContinuity('primary', [session('finished')], seen)).toEqual([]);
    expect(brokenContinuity('primary', [session('cut')], seen)).toHaveLength(1);
  });

  it('may keep new connections waiting', () => {
    expect(brokenContinuity('primary', [session('cut')], { ...seen, diedAt: 50 })).toEqual([]);
    expect(brokenContinuity('primary', [session('cut')], { ...seen, arrived: () => undefined })).toEqual([]);
    expect(brokenContinuity('primary', [session('cut', { open: false, transfers: [] })], seen)).toEqual([]);
  });
});

it('is not promised for the dead worker and for everything', () => {
  expect(brokenContinuity('worker', [session('cut')], seen)).toEqual([]);
  expect(brokenContinuity('everything', [session('cut')], seen)).toEqual([]);
});
