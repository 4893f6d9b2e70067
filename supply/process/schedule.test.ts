import { expect, it } from 'vitest';
import { GATHER_MS, type Happened, nextRun, RETRY_MS, SUSPECTS_EVERY_MS } from './schedule.ts';

const EVERY = { everySeconds: 1_800, recheckSeconds: 300 };
const NOTHING: Happened = {
  fullAt: undefined,
  fullEndedAt: undefined,
  withheld: 0,
  endedAt: undefined,
  suspectsAt: undefined,
  suspectSince: undefined,
  anything: false,
  alive: 0,
};
const next = (happened: Partial<Happened>) => nextRun({ ...NOTHING, ...happened }, EVERY);

it('does nothing where there is nothing to find', () => {
  expect(next({})).toBeUndefined();
  expect(next({ fullAt: 5, endedAt: 6 })).toBeUndefined();
});

it('begins at once, and then every so often from start to start', () => {
  expect(next({ anything: true })).toEqual({ kind: 'full', at: 0 });
  expect(next({ anything: true, fullAt: 1_000, endedAt: 100_000 })).toEqual({ kind: 'full', at: 1_801_000 });
});

it('checks those that are alive between full runs, from end to start', () => {
  const happened = { anything: true, alive: 3, fullAt: 1_000, endedAt: 100_000 };
  expect(next(happened)).toEqual({ kind: 'recheck', at: 400_000 });
  expect(next({ ...happened, endedAt: 1_600_000 })).toEqual({ kind: 'full', at: 1_801_000 });
});

it('checks suspects soon, and not all the time', () => {
  const happened = { anything: true, alive: 3, fullAt: 1_000, endedAt: 100_000, suspectSince: 110_000 };
  expect(next(happened)).toEqual({ kind: 'suspects', at: 110_000 + GATHER_MS });
  expect(next({ ...happened, suspectsAt: 109_000 })).toEqual({ kind: 'suspects', at: 109_000 + SUSPECTS_EVERY_MS });
});

it('tries again soon after a full run that was withheld, and less and less often', () => {
  const happened = { anything: true, fullAt: 1_000, fullEndedAt: 60_000, endedAt: 60_000 };
  expect(next({ ...happened, withheld: 1 })).toEqual({ kind: 'full', at: 60_000 + RETRY_MS });
  expect(next({ ...happened, withheld: 3 })).toEqual({ kind: 'full', at: 60_000 + 4 * RETRY_MS });
  expect(next({ ...happened, withheld: 50 })).toEqual({ kind: 'full', at: 1_801_000 });
});
