/**
 * The health of one pool, in one place for all workers of a plane: what they report
 * becomes a state for each endpoint, and each change of a state is told.
 *
 * It has no timers: whoever owns it calls `tick` about once a second. Times are milliseconds since 1970 from a clock that
 * only goes forwards, so that they can be kept over a restart.
 */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { PoolPolicy } from '@atlantic/contract/pool-policy.ts';
import { advance, beginTrial, type Criterion, close, open, trialSucceeded } from './breaker.ts';
import { createDeparted } from './departed.ts';
import { chooseEjections, mostEjected } from './ejection.ts';
import {
  describeHealth,
  type EndpointHealth,
  newTracked,
  type State,
  stateOf,
  type Tracked,
} from './endpoint-state.ts';
import { judgeRow } from './failure-row.ts';
import type { Fault } from './fault.ts';
import { findOutliers, type Violation } from './outlier.ts';
import { isPanic } from './panic.ts';
import { restoreEndpoint, type SavedHealth, saveEndpoint } from './saved-health.ts';
import { countFault, countSuccess, forget, rotate } from './window.ts';

/**
 * A success: the endpoint has reached the target; `latencyMs` is the endpoint's own time until it answered. `target` is a
 * number made of the target's name, the same for the same target; it stays in memory. Without it an unknown fault counts
 * for nothing: it is left out once the target was reached, because what is cut later may be cut by anybody.
 */
export type Outcome =
  | { result: 'success'; latencyMs?: number }
  | { result: 'fault'; fault: Fault; code: ErrorCode; target?: number };

/**
 * An endpoint of a snapshot. `provenAt` is when a check elsewhere let it in, or let it back in (supply): such a one is not tried
 * by requests when it was ejected, but stays out until that is later than it was.
 */
export interface Followed {
  readonly id: string;
  readonly provenAt?: number | undefined;
}

/** What the workers must know. */
export type HealthChange =
  | { kind: 'endpoint'; id: string; state: State }
  | { kind: 'panic'; since: number }
  | { kind: 'calm'; since: number };

export interface PoolHealth {
  /** The endpoints of a new snapshot: those that stay keep their state, those that come back find theirs again. */
  follow(list: readonly Followed[], now: number): void;
  /** What became of a lease. */
  record(id: string, outcome: Outcome, now: number): void;
  /** Begins trials whose time has come, and judges outliers at the end of a window. */
  tick(now: number): void;
  states(): EndpointHealth[];
  stateOf(id: string): State | undefined;
  /** Since when health is ignored, because too little of the pool is fit; undefined when it is not. */
  panicSince(): number | undefined;
  export(): SavedHealth;
  /** What an earlier life exported. Call it before the first `follow`. */
  restore(saved: SavedHealth): void;
}

/** `random` gives numbers from 0 up to 1; `onChange` is called for each change, after it. */
export function createPoolHealth(
  policy: PoolPolicy['health'],
  random: () => number,
  onChange: (change: HealthChange) => void,
): PoolHealth {
  const endpoints = new Map<string, Tracked>();
  const departed = createDeparted();
  const windowMs = policy.outlier.windowSeconds * 1000;
  let windowBegan: number | undefined;
  let panicSince: number | undefined;

  const judgePanic = (now: number) => {
    const breakers = [...endpoints.values()].map(({ breaker }) => breaker);
    const panic = isPanic(breakers, policy.panicBelow);
    if (panic === (panicSince !== undefined)) return;
    panicSince = panic ? now : undefined;
    onChange(panic ? { kind: 'panic', since: now } : { kind: 'calm', since: now });
  };

  const changed = (id: string, tracked: Tracked, now: number) => {
    onChange({ kind: 'endpoint', id, state: stateOf(tracked) });
    judgePanic(now);
  };

  const eject = (id: string, tracked: Tracked, why: Criterion, now: number) => {
    open(tracked.breaker, policy.breaker, why, now, random());
    forget(tracked.window);
    tracked.unanswered.clear();
    tracked.heldBack = false;
    changed(id, tracked, now);
  };

  const release = (id: string, now: number) => {
    const tracked = endpoints.get(id);
    if (!tracked) return;
    close(tracked.breaker, now);
    tracked.faults = 0;
    changed(id, tracked, now);
  };

  /** Ejects as many of them as may be. */
  const judge = (violations: readonly Violation[], now: number) => {
    if (violations.length === 0) return;
    const ejected = new Map(
      [...endpoints].flatMap(([id, { breaker }]) =>
        breaker.state !== 'closed' && breaker.why !== undefined ? [[id, breaker.why] as const] : [],
      ),
    );
    const decision = chooseEjections(violations, ejected, mostEjected(endpoints.size, policy.maxEjectedShare));
    for (const id of decision.release) release(id, now);
    for (const { id, why } of decision.eject) {
      const tracked = endpoints.get(id);
      if (tracked) eject(id, tracked, why, now);
    }
    for (const { id } of decision.heldBack) {
      const tracked = endpoints.get(id);
      if (tracked) tracked.heldBack = true;
    }
  };

  /** After a failure: one on trial goes back at once, one in use when its row is long enough. */
  const react = (id: string, tracked: Tracked, trialFailed: Criterion, now: number) => {
    if (tracked.breaker.state === 'half-open') {
      eject(id, tracked, trialFailed, now);
      return;
    }
    // One that is held back is judged again with its window, not at every failure of a large pool in trouble.
    if (tracked.heldBack) return;
    const violation = judgeRow(id, tracked, policy.breaker);
    if (violation) judge([violation], now);
  };

  const succeed = (id: string, tracked: Tracked, now: number) => {
    // In panic an ejected one is used, and may show before its time that it is well.
    if (tracked.breaker.state === 'open' && panicSince !== undefined && tracked.provenAt === undefined) {
      beginTrial(tracked.breaker, now);
      changed(id, tracked, now);
    }
    if (trialSucceeded(tracked.breaker, policy.breaker, now)) changed(id, tracked, now);
  };

  const judgeWindow = (now: number) => {
    const used = [...endpoints].filter(([, { breaker }]) => breaker.state === 'closed');
    const outliers = findOutliers(new Map(used.map(([id, { window }]) => [id, window])), policy.outlier);
    const violations = new Map(outliers.map((each) => [each.id, each]));
    for (const [id, tracked] of used) {
      const own = judgeRow(id, tracked, policy.breaker);
      if (own) violations.set(id, own);
      tracked.heldBack = false;
    }
    judge([...violations.values()], now);
  };

  const depart = (id: string, tracked: Tracked) => {
    const saved = saveEndpoint(id, tracked);
    endpoints.delete(id);
    if (saved) departed.remember(saved);
  };

  const arrive = (id: string, now: number): Tracked => {
    const saved = departed.take(id);
    const tracked = saved ? restoreEndpoint(saved, policy.breaker, now) : newTracked(policy.breaker, now);
    endpoints.set(id, tracked);
    return tracked;
  };

  /** Takes over when it was proven. Returns whether that has let it back in. */
  const prove = (tracked: Tracked, provenAt: number | undefined, now: number): boolean => {
    const before = tracked.provenAt;
    tracked.provenAt = provenAt;
    if (provenAt === undefined || before === undefined || provenAt <= before) return false;
    if (tracked.breaker.state === 'closed') return false;
    close(tracked.breaker, now);
    tracked.faults = 0;
    return true;
  };

  return {
    follow(list, now) {
      const staying = new Set(list.map(({ id }) => id));
      for (const [id, tracked] of endpoints) if (!staying.has(id)) depart(id, tracked);
      for (const { id, provenAt } of list) {
        const known = endpoints.get(id);
        const tracked = known ?? arrive(id, now);
        if (prove(tracked, provenAt, now) && known) changed(id, tracked, now);
        else if (!known && stateOf(tracked) !== 'healthy') onChange({ kind: 'endpoint', id, state: stateOf(tracked) });
      }
      judgePanic(now);
    },
    record(id, outcome, now) {
      const tracked = endpoints.get(id);
      if (!tracked) return;
      if (outcome.result === 'success') {
        tracked.faults = 0;
        tracked.unanswered.clear();
        tracked.heldBack = false;
        tracked.totals.ok += 1;
        countSuccess(tracked.window, outcome.latencyMs);
        succeed(id, tracked, now);
        return;
      }
      // What was under way when it was ejected fails late, and tells nothing new.
      if (tracked.breaker.state === 'open') return;
      if (outcome.fault === 'endpoint') {
        tracked.faults += 1;
        tracked.totals.faults += 1;
        tracked.lastCode = outcome.code;
        countFault(tracked.window);
        react(id, tracked, 'consecutive-faults', now);
      }
      if (outcome.fault === 'unknown' && outcome.target !== undefined) {
        const { unanswered } = tracked;
        const most = policy.breaker.unansweredTargets;
        if (unanswered.size < most) unanswered.add(outcome.target);
        tracked.lastCode = outcome.code;
        if (unanswered.size >= most) react(id, tracked, 'unanswered', now);
      }
    },
    tick(now) {
      for (const [id, tracked] of endpoints) {
        if (tracked.provenAt === undefined && advance(tracked.breaker, now)) {
          tracked.faults = 0;
          changed(id, tracked, now);
        }
      }
      windowBegan ??= now;
      if (now - windowBegan < windowMs) return;
      judgeWindow(now);
      // After a long pause both windows are old.
      const turns = now - windowBegan < 2 * windowMs ? 1 : 2;
      for (let turn = 0; turn < turns; turn += 1) for (const { window } of endpoints.values()) rotate(window);
      windowBegan = now;
    },
    states: () => [...endpoints].map(([id, tracked]) => describeHealth(id, tracked)),
    stateOf(id) {
      const tracked = endpoints.get(id);
      return tracked && stateOf(tracked);
    },
    panicSince: () => panicSince,
    export: () => ({
      endpoints: [...departed.all(), ...[...endpoints].flatMap(([id, tracked]) => saveEndpoint(id, tracked) ?? [])],
    }),
    restore(saved) {
      for (const each of saved.endpoints) departed.remember(each);
    },
  };
}
