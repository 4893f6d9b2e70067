/** What is kept of the health of one endpoint, and what is told of it. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import { type Breaker, type BreakerPolicy, type Criterion, newBreaker } from './breaker.ts';
import { latencyQuantile, newWindow, requestsOf, successRate, type Window } from './window.ts';

export type State = 'healthy' | 'ejected' | 'trial' | 'draining' | 'banned';

/** Taken out by hand. */
export interface Ban {
  since: number;
  /** Null: until it is lifted. */
  until: number | null;
  reason: string;
}

export interface Tracked {
  breaker: Breaker;
  window: Window;
  /** The endpoint's own faults in a row. */
  faults: number;
  /** Targets it did not reach in a row, whoever was to blame; no more than matter. */
  unanswered: Set<number>;
  failedChecks: number;
  lastCode: ErrorCode | undefined;
  /** It should be ejected, but not all may be. */
  heldBack: boolean;
  ban: Ban | undefined;
  drainingSince: number | undefined;
}

/** As `endpoint list` shows it. Times in milliseconds since 1970. */
export interface EndpointHealth {
  id: string;
  state: State;
  /** What it was ejected for. */
  why: Criterion | undefined;
  /** Of the last failure that counted, while it is not healthy. */
  code: ErrorCode | undefined;
  /** The words of a ban. */
  reason: string | undefined;
  since: number;
  /** When an ejection or a ban ends; undefined when no time is set. */
  until: number | undefined;
  /** From 0 to 1, over the last windows; undefined without requests. */
  successRate: number | undefined;
  requests: number;
  latencyP50Ms: number | undefined;
  latencyP95Ms: number | undefined;
  consecutiveFaults: number;
  heldBack: boolean;
}

export const newTracked = (policy: BreakerPolicy, now: number): Tracked => ({
  breaker: newBreaker(policy, now),
  window: newWindow(),
  faults: 0,
  unanswered: new Set(),
  failedChecks: 0,
  lastCode: undefined,
  heldBack: false,
  ban: undefined,
  drainingSince: undefined,
});

const STATE_OF = { closed: 'healthy', open: 'ejected', 'half-open': 'trial' } as const;

/** What a hand has done wins over what the endpoint did. */
export function stateOf({ ban, drainingSince, breaker }: Tracked): State {
  if (ban) return 'banned';
  return drainingSince === undefined ? STATE_OF[breaker.state] : 'draining';
}

export function describeHealth(id: string, tracked: Tracked): EndpointHealth {
  const { breaker, window, ban, drainingSince, faults, heldBack, lastCode } = tracked;
  const state = stateOf(tracked);
  const ownUntil = state === 'ejected' ? breaker.until : undefined;
  return {
    id,
    state,
    why: breaker.why,
    code: state === 'healthy' && !heldBack ? undefined : lastCode,
    reason: ban?.reason,
    since: ban?.since ?? drainingSince ?? breaker.since,
    until: ban ? (ban.until ?? undefined) : ownUntil,
    successRate: successRate(window),
    requests: requestsOf(window),
    latencyP50Ms: latencyQuantile(window, 0.5),
    latencyP95Ms: latencyQuantile(window, 0.95),
    consecutiveFaults: faults,
    heldBack,
  };
}
