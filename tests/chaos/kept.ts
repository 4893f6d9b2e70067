/** Is what is held behind a storm what was held before it? Pure. */
import type { Holdings } from './holdings.ts';

const MEBIBYTE = 1_048_576;

/**
 * What two measurements of the same may differ by, per process. Idle connections to control come and go; compiled code
 * and the allocator's free lists stay, and are bounded by having been warmed up before.
 */
export const SLACK = {
  descriptors: 2,
  timers: 2,
  sockets: 2,
  heap: 4 * MEBIBYTE,
  external: 8 * MEBIBYTE,
  resident: 64 * MEBIBYTE,
} as const;

export type Held = keyof typeof SLACK;

export const HELD = Object.keys(SLACK) as readonly Held[];

const isMemory = (what: Held): boolean => SLACK[what] >= MEBIBYTE;

/** `12`, or in MiB for memory. */
export const shown = (what: Held, count: number): string =>
  isMemory(what) ? `${(count / MEBIBYTE).toFixed(1)} MiB` : String(count);

/** A sentence for everything that is kept, and one when a process is missing. */
export function keptSentences(before: Holdings, after: Holdings): string[] {
  const kept = HELD.filter((what) => after[what] > before[what] + SLACK[what] * before.processes).map(
    (what) => `${what} were kept: ${shown(what, before[what])} before, ${shown(what, after[what])} after`,
  );
  const lost = after.processes === before.processes ? [] : [`${before.processes} processes became ${after.processes}`];
  return [...kept, ...lost];
}
