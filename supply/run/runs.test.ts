import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { expect, it } from 'vitest';
import { type Asked, createRuns } from './runs.ts';

interface Carried {
  asked: Asked;
  report: RunReport;
  signal: AbortSignal;
  end(how?: Partial<RunReport>): void;
  fail(error: Error): void;
}

/** Runs that end when the test says so. */
function setup() {
  const carried: Carried[] = [];
  const ended: RunReport[] = [];
  const failures: unknown[] = [];
  let ids = 0;
  const runs = createRuns({
    carryOut(asked, report, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<RunReport>();
      const end = (how: Partial<RunReport> = {}) => resolve({ ...report, endedAt: 7, published: 1, ...how });
      carried.push({ asked, report, signal, end, fail: reject });
      return promise;
    },
    mode: () => 'full',
    onEnd: (report) => ended.push(structuredClone(report)),
    onFailure: (error) => failures.push(error),
    newId() {
      ids += 1;
      return `r${ids}`;
    },
    now: () => 7,
  });
  const settle = () => new Promise(setImmediate);
  return { runs, carried, ended, failures, settle };
}

it('is one run, however often it is asked for', async () => {
  const { runs, carried, ended, settle } = setup();
  expect(runs.start('full')).toEqual({ run: 'r1', already: false });
  expect(runs.start('full')).toEqual({ run: 'r1', already: true });
  await settle();
  expect(carried).toHaveLength(1);
  const progress = { total: 3, done: 1, alive: 1, inFlight: 2, perSecond: 1, etaSeconds: 2 };
  if (carried[0]) carried[0].report.progress = progress;
  expect(runs.current()).toMatchObject({ id: 'r1', kind: 'full', endedAt: null, progress: { done: 1 } });
  carried[0]?.end();
  await runs.idle();
  expect(ended).toMatchObject([{ id: 'r1', published: 1, endedAt: 7, progress: { total: 3 } }]);
  expect(runs.current()).toBeUndefined();
});

it('lets one of another kind wait for its turn, and a full one take the place of smaller ones', async () => {
  const { runs, carried, settle } = setup();
  runs.start('recheck');
  expect(runs.start('suspects')).toEqual({ run: 'r2', already: false });
  expect(runs.start('full')).toEqual({ run: 'r3', already: false });
  expect(runs.start('suspects')).toEqual({ run: 'r3', already: true });
  await settle();
  carried[0]?.end();
  await settle();
  expect(carried.map(({ asked }) => asked.kind)).toEqual(['recheck', 'full']);
  carried[1]?.end();
  await runs.idle();
  expect(carried).toHaveLength(2);
});

it('does not take a run for one that is forced', async () => {
  const { runs } = setup();
  runs.start('full');
  expect(runs.start('full', true)).toEqual({ run: 'r2', already: false });
  expect(runs.start('full', true)).toEqual({ run: 'r2', already: true });
});

it('breaks off what is under way, and what waits for it', async () => {
  const { runs, carried, settle } = setup();
  expect(runs.abort()).toBe(false);
  runs.start('recheck');
  runs.start('full');
  await settle();
  expect(runs.abort()).toBe(true);
  expect(carried[0]?.signal.aborted).toBe(true);
  carried[0]?.end({ published: null, withheld: 'aborted' });
  await runs.idle();
  expect(carried).toHaveLength(1);
});

it('ends a run that is broken as one that was broken off', async () => {
  const { runs, carried, ended, failures, settle } = setup();
  runs.start('full');
  await settle();
  carried[0]?.fail(new Error('broken'));
  await runs.idle();
  expect(failures).toHaveLength(1);
  expect(ended).toMatchObject([{ withheld: 'aborted', published: null, endedAt: 7 }]);
});
