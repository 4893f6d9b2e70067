import type { RunReport } from '@atlantic/contract/supply/run.ts';
import { expect, it } from 'vitest';
import { createDiary } from './diary.ts';

const report = (kind: RunReport['kind'], startedAt: number, withheld: RunReport['withheld'] = null): RunReport => ({
  id: `r${startedAt}`,
  kind,
  mode: 'full',
  startedAt,
  endedAt: startedAt + 5,
  feeds: [],
  progress: { total: 0, done: 0, alive: 0, inFlight: 0, perSecond: 0, etaSeconds: null },
  checks: null,
  published: withheld === null ? 1 : null,
  withheld,
  detail: null,
});

it('knows when which run was, over restarts too', () => {
  const diary = createDiary();
  diary.restore([report('recheck', 30), report('full', 20, 'judge-down'), report('full', 10)]);
  expect(diary.happened()).toMatchObject({ fullAt: 20, fullEndedAt: 25, withheld: 1, endedAt: 35 });
  diary.began({ kind: 'full', startedAt: 40 });
  expect(diary.happened()).toMatchObject({ fullAt: 40, fullEndedAt: undefined });
  diary.ended(report('full', 40, 'yield-collapsed'));
  expect(diary.happened()).toMatchObject({ withheld: 2, endedAt: 45 });
  diary.ended(report('full', 50, 'aborted'));
  expect(diary.happened().withheld).toBe(2);
  diary.ended(report('full', 60));
  expect(diary.happened().withheld).toBe(0);
  diary.news();
  expect(diary.happened().fullAt).toBeUndefined();
});

it('keeps since when there are suspects', () => {
  const diary = createDiary();
  diary.suspects(10);
  diary.suspects(20);
  expect(diary.happened().suspectSince).toBe(10);
  diary.suspects(undefined);
  diary.suspects(30);
  expect(diary.happened().suspectSince).toBe(30);
  diary.ended(report('suspects', 31));
  expect(diary.happened()).toMatchObject({ suspectsAt: 36, fullAt: undefined });
});
