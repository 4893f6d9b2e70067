/** What a run and its check processes say to each other: JSON, many candidates in one message, names left out. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import type { CheckStage } from '@atlantic/contract/supply/run.ts';
import type { Candidate } from '../candidate.ts';
import type { Alive, CheckPlan, Verdict } from '../verdict.ts';

/** Candidates, or verdicts, in one message. */
export const MOST_IN_MESSAGE = 256;

type PackedCandidate = readonly [
  index: number,
  host: string,
  port: number,
  kind: SupplyKind | 0,
  username?: string,
  password?: string,
];
type PackedVerdict =
  | readonly [index: number, stage: CheckStage, code: ErrorCode, checkedAt: number, detail?: string]
  | readonly [index: number, alive: Alive];

/** How one process is doing. Counts are since the last time. */
export interface ProcessStatus {
  readonly pid: number;
  readonly inFlight: number;
  readonly requeued: number;
  readonly retried: number;
  /** False: no judge answers, so nothing can be judged in the mode `full`. */
  readonly judgesUp: boolean;
  /** Checks that may be in flight now. */
  readonly limit: number;
  /** How late timers were since the last time: all but one in a hundred, in milliseconds. */
  readonly loopDelayMs: number;
}

export type ToProcess =
  /** `most`: checks in flight. */
  | { readonly kind: 'start'; readonly plan: CheckPlan; readonly most: number }
  | { readonly kind: 'candidates'; readonly candidates: readonly PackedCandidate[] }
  /** Destroy every connection and end. */
  | { readonly kind: 'stop' };

export type ToRun =
  | { readonly kind: 'verdicts'; readonly verdicts: readonly PackedVerdict[] }
  /** Candidates that cannot be judged: a judge was in doubt each time. */
  | { readonly kind: 'given-up'; readonly indexes: readonly number[] }
  | { readonly kind: 'status'; readonly status: ProcessStatus };

export function packCandidate(index: number, { kind, host, port, username, password }: Candidate): PackedCandidate {
  if (username === undefined) return [index, host, port, kind ?? 0];
  return password === undefined
    ? [index, host, port, kind ?? 0, username]
    : [index, host, port, kind ?? 0, username, password];
}

export function unpackCandidate([, host, port, kind, username, password]: PackedCandidate): Candidate {
  return {
    kind: kind === 0 ? undefined : kind,
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

export function packVerdict(index: number, verdict: Verdict): PackedVerdict {
  if (verdict.alive) return [index, verdict];
  const { stage, code, checkedAt, detail } = verdict;
  return detail === undefined ? [index, stage, code, checkedAt] : [index, stage, code, checkedAt, detail];
}

export function unpackVerdict(packed: PackedVerdict): Verdict {
  if (packed.length === 2) return packed[1];
  const [, stage, code, checkedAt, detail] = packed;
  return { alive: false, stage, code, detail, checkedAt };
}
