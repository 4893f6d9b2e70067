import { expect, it } from 'vitest';
import { makeFeedReport, makeSummary } from '../store/fixture/make.ts';
import { judgeRun, type RunToJudge, stalenessOf } from './gates.ts';

const GATES = { leastOfPrevious: 0.2, leastYield: 0.01, maxAgeSeconds: 3_600 };
const failed = makeFeedReport('two', { problem: 'timeout', found: 0 });

function why(checks: readonly [alive: number, dead: number], more: Partial<RunToJudge> = {}) {
  const judged = judgeRun(
    {
      kind: 'full',
      previous: 0,
      feeds: [makeFeedReport('one'), failed],
      checks: makeSummary(...checks),
      ended: undefined,
      force: false,
      ...more,
    },
    GATES,
  );
  return judged.publish ? 'published' : judged.why;
}

it.each<[string, string, readonly [number, number], Partial<RunToJudge>]>([
  ['a good run', 'published', [10, 90], { previous: 40 }],
  ['a run that was stopped', 'aborted', [10, 90], { ended: 'aborted' }],
  ['one that was stopped, by force', 'aborted', [10, 90], { ended: 'aborted', force: true }],
  ['one whose judges went away', 'judge-down', [10, 90], { ended: 'judge-down' }],
  ['one whose judges went away, by force', 'judge-down', [10, 90], { ended: 'judge-down', force: true }],
  ['one without any feed that could be read', 'no-feeds', [10, 90], { feeds: [failed, failed] }],
  ['one without feeds, of what is known', 'published', [10, 90], { feeds: [] }],
  ['a recheck, which reads no feeds', 'published', [10, 10], { kind: 'recheck', feeds: [] }],
  ['one without candidates', 'no-candidates', [0, 0], {}],
  ['one that finds a fifth of those before', 'published', [20, 80], { previous: 100 }],
  ['one that finds less', 'yield-collapsed', [19, 81], { previous: 100 }],
  ['one that finds less, by force', 'published', [19, 81], { previous: 100, force: true }],
  ['one that finds nothing, by force', 'published', [0, 81], { previous: 100, force: true }],
  ['one that finds none of a few', 'published', [0, 10], { previous: 19 }],
  ['one that finds less than a hundredth', 'yield-collapsed', [9, 991], {}],
  ['a recheck that finds less than a fifth of its own', 'yield-collapsed', [3, 17], { kind: 'recheck', previous: 20 }],
  ['a recheck of a part that finds enough of it', 'published', [10, 30], { kind: 'recheck', previous: 1_000 }],
  ['suspects that are all dead', 'published', [0, 50], { kind: 'suspects', previous: 50 }],
])('judges %s: %s', (_, verdict, checks, more) => {
  expect(why(checks, more)).toBe(verdict);
});

it('says in figures why a run is withheld', () => {
  const run = {
    kind: 'full' as const,
    previous: 100,
    feeds: [],
    checks: makeSummary(3, 7),
    ended: undefined,
    force: false,
  };
  expect(judgeRun(run, GATES)).toMatchObject({
    detail: '3 are alive, and of 100 before at least the share 0.2 must be',
  });
});

it.each([
  [null, 60, { ageSeconds: 60, stale: false, why: null }],
  [null, 3_601, { ageSeconds: 3_601, stale: true, why: 'too-old' }],
  ['judge-down' as const, 60, { ageSeconds: 60, stale: true, why: 'judge-down' }],
  ['judge-down' as const, 3_601, { ageSeconds: 3_601, stale: true, why: 'judge-down' }],
  [null, -60, { ageSeconds: 0, stale: false, why: null }],
])('is stale when the last run was %s and it is %i s old, or not', (withheld, age, stale) => {
  expect(stalenessOf(1_000_000, withheld, GATES, 1_000_000 + age * 1_000)).toEqual(stale);
});
