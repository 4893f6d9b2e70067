import { ANONYMITIES, SUPPLY_KINDS } from '@atlantic/contract/supply/proxy.ts';
import { CHECK_STAGES, checkSummarySchema } from '@atlantic/contract/supply/run.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Alive, Verdict } from '../verdict.ts';
import { createTally } from './tally.ts';

const alive = fc
  .record({
    kind: fc.constantFrom(...SUPPLY_KINDS),
    anonymity: fc.constantFrom(...ANONYMITIES, null),
    tls: fc.constantFrom(true, false, null),
    confirmed: fc.constantFrom(true, null),
  })
  .map(
    ({ kind, anonymity, tls, confirmed }): Alive => ({
      ...{ alive: true, address: { kind, host: '192.0.2.1', port: 1 }, checkedAt: 0, mode: 'full', exit: null },
      ...{ country: null, asn: null, network: null, connectMs: 1, firstByteMs: 1, totalMs: 1 },
      ...{ anonymity, tls, confirmed },
    }),
  );
const dead = fc.record({
  alive: fc.constant(false as const),
  stage: fc.constantFrom(...CHECK_STAGES),
  code: fc.constantFrom('connection_refused' as const, 'connection_timeout' as const),
  detail: fc.constant(undefined),
  checkedAt: fc.constant(0),
});
const sum = (counts: object) => Object.values(counts).reduce((total: number, count: number) => total + count, 0);

it('counts so that everything adds up', () => {
  const verdicts = fc.array(fc.oneof(alive, dead) satisfies fc.Arbitrary<Verdict>, { maxLength: 60 });
  fc.assert(
    fc.property(verdicts, fc.nat(20), (judged, unjudged) => {
      const tally = createTally(judged.length + unjudged, 'full');
      for (const verdict of judged) tally.count(verdict);
      const summary = checkSummarySchema.parse(tally.summary(1));
      expect(summary.checked + summary.unjudged).toBe(judged.length + unjudged);
      expect(summary.alive + summary.dead).toBe(summary.checked);
      expect(summary.alive).toBe(judged.filter((one) => one.alive).length);
      expect([sum(summary.reasons), sum(summary.kinds)]).toEqual([summary.dead, summary.alive]);
      const passed = CHECK_STAGES.map((stage) => summary.passed[stage]);
      expect(passed).toEqual(passed.toSorted((a, b) => b - a));
      expect(summary.passed.confirm).toBeGreaterThanOrEqual(summary.alive);
    }),
  );
});

it('says how much was in flight at most, and what was tried again', () => {
  const tally = createTally(1, 'connect');
  for (const count of [1, 7, 3]) tally.inFlight(count);
  tally.repeated(2, 0);
  tally.repeated(1, 4);
  expect(tally.summary(2)).toMatchObject({ mostInFlight: 7, requeued: 3, retried: 4, seconds: 2, unjudged: 1 });
});
