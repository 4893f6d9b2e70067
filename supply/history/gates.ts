/**
 * Whether a run is fit to take the place of the snapshot before it, and how old that may get. An empty or broken list does
 * more harm than an old one.
 */
import type { FeedReport } from '@atlantic/contract/supply/feed.ts';
import type { CheckSummary, RunKind, SupplyStatus, Withheld } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import type { CheckResult } from '../verdict.ts';

type Gates = SupplySettings['gates'];

/** Of fewer than these, a share says nothing. */
export const LEAST_TO_COMPARE = 20;

export interface RunToJudge {
  readonly kind: RunKind;
  /** Proxies of the snapshot before. */
  readonly previous: number;
  readonly feeds: readonly FeedReport[];
  readonly checks: CheckSummary;
  readonly ended: CheckResult['ended'];
  /** An operator has said that what is found shall be published. It cannot make up for checks that never were. */
  readonly force: boolean;
}

export type Judgement =
  | { readonly publish: true }
  | { readonly publish: false; readonly why: Withheld; readonly detail: string };

const withheld = (why: Withheld, detail: string): Judgement => ({ publish: false, why, detail });

function collapse({ kind, previous, checks }: RunToJudge, { leastOfPrevious, leastYield }: Gates): string | undefined {
  const { alive, checked } = checks;
  // Suspects have already failed once: that most of them fail again is what they are checked for.
  if (kind === 'suspects') return undefined;
  // A recheck asks for those that were alive, so they are what it is compared with.
  const before = kind === 'full' ? previous : checked;
  if (before >= LEAST_TO_COMPARE && alive < before * leastOfPrevious) {
    return `${alive} are alive, and of ${before} before at least the share ${leastOfPrevious} must be`;
  }
  if (kind === 'full' && checked >= LEAST_TO_COMPARE && alive < checked * leastYield) {
    return `${alive} of ${checked} are alive, and at least the share ${leastYield} must be`;
  }
  return undefined;
}

export function judgeRun(run: RunToJudge, gates: Gates): Judgement {
  const { kind, feeds, checks, ended, force } = run;
  if (ended === 'aborted') return withheld('aborted', `it was stopped after ${checks.checked} checks`);
  if (ended === 'judge-down') return withheld('judge-down', `no judge answered after ${checks.checked} checks`);
  if (force) return { publish: true };
  const failed = feeds.filter(({ problem }) => problem !== null).length;
  if (kind === 'full' && feeds.length > 0 && failed === feeds.length) {
    return withheld('no-feeds', `none of ${feeds.length} feeds could be read`);
  }
  if (checks.checked === 0) return withheld('no-candidates', 'there was nothing to check');
  const detail = collapse(run, gates);
  return detail === undefined ? { publish: true } : withheld('yield-collapsed', detail);
}

export type Staleness = Pick<NonNullable<SupplyStatus['snapshot']>, 'ageSeconds' | 'stale' | 'why'>;

/** `lastWithheld`: why the last run that ended was not published; null when it was. Times in milliseconds. */
export function stalenessOf(publishedAt: number, lastWithheld: Withheld | null, gates: Gates, now: number): Staleness {
  const ageSeconds = Math.max(0, (now - publishedAt) / 1_000);
  const why = lastWithheld ?? (ageSeconds > gates.maxAgeSeconds ? 'too-old' : null);
  return { ageSeconds, stale: why !== null, why };
}
