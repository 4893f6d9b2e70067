/** What a check found of one candidate. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { Proven, SupplyAddress } from '@atlantic/contract/supply/proxy.ts';
import type { CheckProgress, CheckStage, CheckSummary, Withheld } from '@atlantic/contract/supply/run.ts';
import type { CheckSettings, JudgeSettings } from '@atlantic/contract/supply/settings.ts';

export interface Alive extends Proven {
  readonly alive: true;
  /** With the kind that was found, where the feed did not say it. */
  readonly address: SupplyAddress;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

export interface Dead {
  readonly alive: false;
  /** How far it came. */
  readonly stage: CheckStage;
  /** Why it came no further: never the fault of this machine or of a judge. */
  readonly code: ErrorCode;
  /** What the code alone cannot say, such as a status. */
  readonly detail: string | undefined;
  readonly checkedAt: number;
}

export type Verdict = Alive | Dead;

/** How candidates are checked. */
export interface CheckPlan {
  readonly settings: CheckSettings;
  /** The first that answers is asked; the next one confirms. None: only the mode `connect` can be had. */
  readonly judges: readonly JudgeSettings[];
  /** MMDB files for the exits' countries and networks; undefined: the bundled countries, and no networks. */
  readonly geo: { readonly country: string | undefined; readonly asn: string | undefined };
}

export interface CheckWatcher {
  /** Once for each candidate that was judged. `index` is its number. */
  onVerdict(index: number, verdict: Verdict): void;
  /** About once a second. */
  onProgress(progress: CheckProgress): void;
}

/** `ended` undefined: every candidate was judged, but for those (`unjudged`) of which a judge was in doubt again and again. */
export interface CheckResult {
  readonly summary: CheckSummary;
  readonly ended: Extract<Withheld, 'judge-down' | 'aborted'> | undefined;
}
