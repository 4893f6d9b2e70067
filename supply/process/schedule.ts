/** When the next run begins by itself, and of what kind. Pure. */
import type { RunKind } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';

/** A suspect waits so long, so that others that failed for the same reason come along. */
export const GATHER_MS = 2_000;
/** What is wrong everywhere would otherwise be checked again and again. */
export const SUSPECTS_EVERY_MS = 15_000;
/** After a full run that was withheld, until the next; twice as long after each further one, and never longer than usual. */
export const RETRY_MS = 15_000;

/** What happened. Times in milliseconds since 1970; undefined: never. */
export interface Happened {
  /** When the last full run began. */
  readonly fullAt: number | undefined;
  /** When it ended; undefined while it is under way. */
  readonly fullEndedAt: number | undefined;
  /** Full runs in a row that were withheld, not counting those that somebody broke off. */
  readonly withheld: number;
  /** When the last run of any kind ended. */
  readonly endedAt: number | undefined;
  /** When the last run of suspects ended. */
  readonly suspectsAt: number | undefined;
  /** Since when somebody has been suspect; undefined: nobody is. */
  readonly suspectSince: number | undefined;
  /** Whether there is anything to do in a full run: a feed that is enabled, or a proxy that is remembered. */
  readonly anything: boolean;
  /** Proxies that are alive. */
  readonly alive: number;
}

export interface NextRun {
  readonly kind: RunKind;
  /** Milliseconds since 1970; not later than now: at once. */
  readonly at: number;
}

function nextFull({ fullAt, fullEndedAt, withheld }: Happened, everyMs: number): number {
  if (fullAt === undefined) return 0;
  const usual = fullAt + everyMs;
  if (withheld === 0 || fullEndedAt === undefined) return usual;
  return Math.min(usual, fullEndedAt + RETRY_MS * 2 ** Math.min(withheld - 1, 30));
}

/** Undefined: nothing is to be done until something happens. A full run comes before the others when both are due. */
export function nextRun(
  happened: Happened,
  { everySeconds, recheckSeconds }: Pick<SupplySettings, 'everySeconds' | 'recheckSeconds'>,
): NextRun | undefined {
  const { endedAt, suspectsAt, suspectSince, anything, alive } = happened;
  const due: NextRun[] = [];
  if (anything) due.push({ kind: 'full', at: nextFull(happened, everySeconds * 1_000) });
  if (alive > 0 && endedAt !== undefined) due.push({ kind: 'recheck', at: endedAt + recheckSeconds * 1_000 });
  if (suspectSince !== undefined) {
    const again = suspectsAt === undefined ? 0 : suspectsAt + SUSPECTS_EVERY_MS;
    due.push({ kind: 'suspects', at: Math.max(suspectSince + GATHER_MS, again) });
  }
  return due.sort((one, other) => one.at - other.at)[0];
}
