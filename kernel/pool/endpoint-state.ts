/** What is kept of the health of one endpoint, and what is told of it. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import { type Breaker, type BreakerPolicy, type Criterion, newBreaker } from './breaker.ts';
import { latencyQuantile, newWindow, requestsOf, successRate, type Window } from './window.ts';

export type State = 'healthy' | 'ejected' | 'trial';

export interface Tracked {
  breaker: Breaker;
  window: Window;
  /** The endpoint's own faults in a row. */
  faults: number;
  /** Targets it did not reach in a row, whoever was to blame; no more than matter. */
  unanswered: Set<number>;
  lastCode: ErrorCode | undefined;
  /** When somebody else's check let it in; undefined: nobody checks it, so it is tried by requests when its time has come. */
  provenAt: number | undefined;
  /** What counted, since it was first followed. */
  totals: { ok: number; faults: number };
  /** It should be ejected, but not all may be. */
  heldBack: boolean;
}

/** As `endpoint list` shows it. Times in milliseconds since 1970. */
export interface EndpointHealth {
  id: string;
  state: State;
  /** What it was ejected for. */
  why: Criterion | undefined;
  /** Of the last failure that counted, while it is not healthy. */
  code: ErrorCode | undefined;
  since: number;
  /** When an ejection ends; undefined where only a check ends it. */
  until: number | undefined;
  /** From 0 to 1, over the last windows; undefined without requests. */
  successRate: number | undefined;
  requests: number;
  latencyP50Ms: number | undefined;
  latencyP95Ms: number | undefined;
  consecutiveFaults: number;
  heldBack: boolean;
  /** Since this life of the plane began to follow it. */
  totals: { readonly ok: number; readonly faults: number };
}

export const newTracked = (policy: BreakerPolicy, now: number): Tracked => ({
  breaker: newBreaker(policy, now),
  window: newWindow(),
  faults: 0,
  unanswered: new Set(),
  lastCode: undefined,
  provenAt: undefined,
  totals: { ok: 0, faults: 0 },
  heldBack: false,
});

const STATE_OF = { closed: 'healthy', open: 'ejected', 'half-open': 'trial' } as const;

export const stateOf = ({ breaker }: Tracked): State => STATE_OF[breaker.state];

export function describeHealth(id: string, tracked: Tracked): EndpointHealth {
  const { breaker, window, faults, heldBack, lastCode } = tracked;
  const state = stateOf(tracked);
  return {
    id,
    state,
    why: breaker.why,
    code: state === 'healthy' && !heldBack ? undefined : lastCode,
    since: breaker.since,
    until: state === 'ejected' && tracked.provenAt === undefined ? breaker.until : undefined,
    successRate: successRate(window),
    requests: requestsOf(window),
    latencyP50Ms: latencyQuantile(window, 0.5),
    latencyP95Ms: latencyQuantile(window, 0.95),
    consecutiveFaults: faults,
    heldBack,
    totals: { ...tracked.totals },
  };
}
