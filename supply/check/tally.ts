/** Counts what the checks of a run came to. Every figure is of candidates, each by its one verdict. */
import type { CheckMode } from '@atlantic/contract/supply/proxy.ts';
import { CHECK_STAGES, type CheckStage, type CheckSummary } from '@atlantic/contract/supply/run.ts';
import type { Verdict } from '../verdict.ts';

export interface Tally {
  count(verdict: Verdict): void;
  /** Checks that were put back, and second tries, since it was last told. */
  repeated(requeued: number, retried: number): void;
  /** Checks in flight now. */
  inFlight(count: number): void;
  done(): number;
  alive(): number;
  summary(seconds: number): CheckSummary;
}

/** The stages it came through. One that was left out, such as a second judge where there is one, holds nobody up. */
function stagesPassed(verdict: Verdict, mode: CheckMode): readonly CheckStage[] {
  if (!verdict.alive) return CHECK_STAGES.slice(0, CHECK_STAGES.indexOf(verdict.stage));
  if (mode === 'connect') return CHECK_STAGES.slice(0, CHECK_STAGES.indexOf('judge'));
  return verdict.tls === true ? CHECK_STAGES : CHECK_STAGES.slice(0, CHECK_STAGES.indexOf('tls'));
}

const increment = <Key extends string>(counts: Partial<Record<Key, number>>, key: Key) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

export function createTally(total: number, mode: CheckMode): Tally {
  const passed: Record<CheckStage, number> = { connect: 0, handshake: 0, judge: 0, confirm: 0, tls: 0 };
  const reasons: Record<string, number> = {};
  const kinds: CheckSummary['kinds'] = {};
  const anonymities: CheckSummary['anonymities'] = {};
  let [checked, alive, requeued, retried, mostInFlight] = [0, 0, 0, 0, 0];
  return {
    count(verdict) {
      checked += 1;
      for (const stage of stagesPassed(verdict, mode)) passed[stage] += 1;
      if (!verdict.alive) return increment(reasons, verdict.code);
      alive += 1;
      increment(kinds, verdict.address.kind);
      if (verdict.anonymity !== null) increment(anonymities, verdict.anonymity);
    },
    repeated(moreRequeued, moreRetried) {
      requeued += moreRequeued;
      retried += moreRetried;
    },
    inFlight(count) {
      mostInFlight = Math.max(mostInFlight, count);
    },
    done: () => checked,
    alive: () => alive,
    summary: (seconds) => ({
      ...{ checked, alive, dead: checked - alive, unjudged: total - checked },
      ...{ passed: { ...passed }, reasons: { ...reasons }, kinds: { ...kinds }, anonymities: { ...anonymities } },
      ...{ requeued, retried, seconds, mostInFlight },
    }),
  };
}
