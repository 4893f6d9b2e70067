/**
 * How far a worker has to go to bear its load, in an order that never changes: 0 nothing, 1 take nothing new, 2 let go of
 * what is idle, 3 give up what matters least. Pure: the clock is passed in.
 *
 * It rises a step a second while anything is at its ceiling, so that each step can show what it brings before the next. It
 * falls a step every three seconds once everything has been well below its ceiling for as long, so that it never flaps.
 */
import { OVERLOAD_REASONS, type OverloadReason } from '@atlantic/contract/overload.ts';

/** Between two steps up. */
export const RISE_MS = 1_000;
/** How long all must be well before a step down, and between two of them. */
export const FALL_MS = 3_000;
/** Well is what is below this share of its ceiling. */
export const RELIEF = 0.85;

export const MOST = 3;

/** What there is of each, as a share of its ceiling. */
export type Pressures = Readonly<Record<OverloadReason, number>>;

export interface Strain {
  /** From 0 to 3. */
  readonly level: number;
  /** What was at its ceiling and is not well yet. */
  readonly why: readonly OverloadReason[];
  /** At level 3: how many of the lowest priorities are given up. */
  readonly classes: number;
}

export interface OverloadLevel {
  /** Takes note of the pressures at a time in milliseconds, and says what they mean. */
  judge(pressures: Pressures, now: number): Strain;
}

export function createOverloadLevel(): OverloadLevel {
  /** Of each that was at its ceiling, since when it has been well; undefined: it is not. */
  const high = new Map<OverloadReason, number | undefined>();
  let level = 0;
  let classes = 0;
  let changedAt = Number.NEGATIVE_INFINITY;

  const note = (reason: OverloadReason, pressure: number, now: number) => {
    if (pressure >= 1) high.set(reason, undefined);
    else if (pressure >= RELIEF) {
      if (high.has(reason)) high.set(reason, undefined);
    } else if (high.has(reason)) {
      const since = high.get(reason) ?? now;
      if (now - since >= FALL_MS) high.delete(reason);
      else high.set(reason, since);
    }
  };
  const rise = () => {
    if (level === MOST) classes += 1;
    else level += 1;
    if (level === MOST) classes = Math.max(1, classes);
  };
  const fall = () => {
    level -= 1;
    classes = 0;
  };

  return {
    judge(pressures, now) {
      for (const reason of OVERLOAD_REASONS) note(reason, pressures[reason], now);
      const atCeiling = OVERLOAD_REASONS.some((reason) => pressures[reason] >= 1);
      const before = level + classes;
      if (atCeiling && (level === 0 || now - changedAt >= RISE_MS)) rise();
      else if (high.size === 0 && level > 0 && now - changedAt >= FALL_MS) fall();
      if (level + classes !== before) changedAt = now;
      return { level, why: [...high.keys()], classes };
    },
  };
}
