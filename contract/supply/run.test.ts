import { expect, it } from 'vitest';
import { checkSummarySchema, runReportSchema } from './run.ts';

const summary = {
  checked: 3,
  alive: 1,
  dead: 2,
  unjudged: 0,
  passed: { connect: 2, handshake: 2, judge: 1, confirm: 1, tls: 0 },
  reasons: { connection_refused: 1, judge_unexpected: 1 },
  kinds: { http: 1 },
  anonymities: { elite: 1 },
  requeued: 0,
  retried: 0,
  seconds: 1.5,
  mostInFlight: 3,
};

it('holds what a run came to, and nothing it does not know', () => {
  expect(checkSummarySchema.parse(summary)).toEqual(summary);
  expect(checkSummarySchema.safeParse({ ...summary, kinds: { ftp: 1 } }).success).toBe(false);
  const run = {
    id: 'r1',
    kind: 'full',
    mode: 'full',
    startedAt: 1,
    endedAt: 2,
    feeds: [],
    progress: { total: 3, done: 3, alive: 1, inFlight: 0, perSecond: 2, etaSeconds: null },
    checks: summary,
    published: null,
    withheld: 'judge-down',
    detail: null,
  };
  expect(runReportSchema.parse(run)).toEqual(run);
  expect(runReportSchema.safeParse({ ...run, withheld: 'because' }).success).toBe(false);
});
