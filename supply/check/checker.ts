/**
 * Checks candidates, each for itself: connect, speak its protocol, bring a judge's page, bring another's, carry TLS. Any number
 * may be under way; how many is for the caller to decide.
 */
import { isPublicAddress } from '@atlantic/wire/public-address.ts';
import type { Candidate } from '../candidate.ts';
import type { CheckPlan } from '../verdict.ts';
import { Check, type CheckerMeans, type CheckMeans } from './check.ts';
import type { Outcome } from './outcome.ts';
import { createSlots } from './slots.ts';
import { createContexts } from './tls-step.ts';

export interface Checker {
  /** Begins one check. `done` is called exactly once, never synchronously within `check`. */
  check(candidate: Candidate, done: (outcome: Outcome) => void): void;
  readonly inFlight: number;
  /** Destroys every socket at once; nothing is called back any more. */
  close(): void;
}

export function createChecker({ settings }: Pick<CheckPlan, 'settings'>, means: CheckerMeans): Checker {
  const checks = new Set<Check>();
  const shared: CheckMeans = {
    ...means,
    settings,
    contexts: createContexts(),
    slots: createSlots(settings.tlsConcurrency),
    isAllowed: (address) => settings.allowPrivate || isPublicAddress(address),
    over: (check) => checks.delete(check),
  };
  let closed = false;
  means.judges.onDown((judge) => {
    for (const check of checks) check.judgeDown(judge);
  });
  return {
    check(candidate, done) {
      if (closed) return;
      const check = new Check(candidate, shared, done);
      checks.add(check);
      setImmediate(() => check.start());
    },
    get inFlight() {
      return checks.size;
    },
    close() {
      closed = true;
      for (const check of checks) check.abort();
      checks.clear();
    },
  };
}
