/** From a plane's cumulative counters to what is new in them. Pure. */
import { COUNTER_NAMES, type Counters, type UsageKey, type UsageSlot } from '@atlantic/contract/plane.ts';
import type { Amounts } from './grant-rules.ts';

/** Names a slot within one epoch. */
export const slotName = ({ ledger, slot }: Pick<UsageSlot, 'ledger' | 'slot'>): string => `${ledger}/${slot}`;

const each = (of: (name: keyof Counters) => number): Counters => ({
  bytesUp: of('bytesUp'),
  bytesDown: of('bytesDown'),
  admitted: of('admitted'),
  ok: of('ok'),
  refused: of('refused'),
  failed: of('failed'),
  abandoned: of('abandoned'),
});

const NONE = each(() => 0);

export const isNothing = (counters: Counters): boolean => COUNTER_NAMES.every((name) => counters[name] === 0);

/** One slot's step forward. */
export interface Advance {
  slot: UsageSlot;
  /** The highest counters seen, which the next report is compared with. */
  mark: Counters;
  /** What was not counted before. */
  fresh: Counters;
}

/**
 * What the slots of a report add to the `marks` (by slot name) of what was counted before. Counters only grow, so one
 * below its mark belongs to a report that comes late and adds nothing. Slots that add nothing are left out.
 */
export function advance(slots: readonly UsageSlot[], marks: ReadonlyMap<string, Counters>): Advance[] {
  const latest = new Map<string, Counters>(marks);
  const advances: Advance[] = [];
  for (const slot of slots) {
    const before = latest.get(slotName(slot)) ?? NONE;
    const mark = each((name) => Math.max(before[name], slot.counters[name]));
    const fresh = each((name) => mark[name] - before[name]);
    latest.set(slotName(slot), mark);
    if (!isNothing(fresh)) advances.push({ slot, mark, fresh });
  }
  return advances;
}

/** Fresh counters of one kind of traffic. */
export interface Spending {
  key: UsageKey;
  fresh: Counters;
}

/** Adds up what has the same key. */
export function sumByKey(parts: readonly Spending[]): Spending[] {
  const sums = new Map<string, Spending>();
  for (const { key, fresh } of parts) {
    const name = JSON.stringify([key.credential, key.pool, key.country, key.protocol]);
    const sum = sums.get(name)?.fresh ?? NONE;
    sums.set(name, { key, fresh: each((counter) => sum[counter] + fresh[counter]) });
  }
  return [...sums.values()];
}

/** What each credential is charged. Bytes without a pool were refused before they were admitted and are not billed. */
export function charges(parts: readonly Spending[]): Map<string, Amounts> {
  const sums = new Map<string, Amounts>();
  for (const { key, fresh } of parts) {
    const bytes = key.pool === '' ? 0 : fresh.bytesUp + fresh.bytesDown;
    if (key.credential === '' || (bytes === 0 && fresh.admitted === 0)) continue;
    const sum = sums.get(key.credential) ?? { bytes: 0, requests: 0 };
    sums.set(key.credential, { bytes: sum.bytes + bytes, requests: sum.requests + fresh.admitted });
  }
  return sums;
}

const HOUR_MS = 3_600_000;

/** Start of the hour that `time` lies in. */
export const hourOf = (time: number): number => Math.floor(time / HOUR_MS) * HOUR_MS;
