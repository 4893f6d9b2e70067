/**
 * The breaker of one endpoint, as data.
 *
 * Closed: it is used. Open: it rests until a time. Half-open: it is tried, a few leases at once (standing.ts bounds them);
 * so many successes in a row close it, one fault opens it again for longer. The back-off grows with every ejection and shrinks while the
 * endpoint serves well, so one that fails again and again is left alone for longer, and an old sin is forgotten.
 */
import type { criterionSchema } from '@atlantic/contract/plane.ts';
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import type { z } from 'zod';

export type BreakerPolicy = PoolPolicy['health']['breaker'];

/** What an endpoint was ejected for. */
export type Criterion = z.infer<typeof criterionSchema>;

export interface Breaker {
  state: 'closed' | 'open' | 'half-open';
  /** When the state began. */
  since: number;
  /** When an open one is tried again; of no meaning in other states. */
  until: number;
  /** What it was last opened for; undefined when it never was, or is closed. */
  why: Criterion | undefined;
  /** How many ejections it has on its account, less what was forgiven. */
  level: number;
  /** Successes in a row in half-open. */
  successes: number;
}

/** One that is used, or, on probation, tried. Times are milliseconds of one clock. */
export const newBreaker = (policy: BreakerPolicy, now: number): Breaker => ({
  state: policy.probation ? 'half-open' : 'closed',
  since: now,
  until: 0,
  why: undefined,
  level: 0,
  successes: 0,
});

/** How long an ejection at `level` lasts, in milliseconds. `chance` is from 0 to 1. */
export function backOff(policy: BreakerPolicy, level: number, chance: number): number {
  const seconds = Math.min(policy.maxSeconds, policy.baseSeconds * policy.factor ** level);
  return seconds * 1000 * (1 - policy.jitter * chance);
}

/** What remains of `level` after so much time in use. */
function forgiven(breaker: Breaker, policy: BreakerPolicy, now: number): number {
  if (breaker.state !== 'closed') return breaker.level;
  return Math.max(0, breaker.level - Math.floor((now - breaker.since) / (policy.forgiveSeconds * 1000)));
}

/** Opens it, whatever it was before. */
export function open(breaker: Breaker, policy: BreakerPolicy, why: Criterion, now: number, chance: number): void {
  const level = forgiven(breaker, policy, now);
  breaker.until = now + backOff(policy, level, chance);
  // A level beyond the cap would take that much longer to be forgiven, and change nothing else.
  breaker.level = backOff(policy, level, 0) >= policy.maxSeconds * 1000 ? level : level + 1;
  breaker.state = 'open';
  breaker.since = now;
  breaker.why = why;
  breaker.successes = 0;
}

/** Lets an open one be tried, before its time if need be. */
export function beginTrial(breaker: Breaker, now: number): void {
  breaker.state = 'half-open';
  breaker.since = now;
  breaker.successes = 0;
}

/** Puts it to use again. Its back-off is kept, and forgiven with time. */
export function close(breaker: Breaker, now: number): void {
  breaker.state = 'closed';
  breaker.since = now;
  breaker.why = undefined;
  breaker.successes = 0;
}

/** Begins the trial of one whose time has come. Returns whether the state changed. */
export function advance(breaker: Breaker, now: number): boolean {
  if (breaker.state !== 'open' || now < breaker.until) return false;
  beginTrial(breaker, now);
  return true;
}

/** Counts a success of a trial. Returns whether that closed it. */
export function trialSucceeded(breaker: Breaker, policy: BreakerPolicy, now: number): boolean {
  if (breaker.state !== 'half-open') return false;
  breaker.successes += 1;
  if (breaker.successes < policy.successes) return false;
  close(breaker, now);
  return true;
}
