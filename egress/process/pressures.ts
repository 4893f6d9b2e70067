/** What a worker has of each that may run short, as a share of its ceiling. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { OverloadReason } from '@atlantic/contract/overload.ts';
import type { Ceilings } from '@atlantic/kernel/overload/ceilings.ts';
import type { Pressures } from '@atlantic/kernel/overload/level.ts';
import { openDescriptors } from '@atlantic/kernel/overload/machine.ts';

/** The delay is sampled by a timer of this period, which is part of what it measures. */
const RESOLUTION_MS = 20;
/** How much a look counts in the mean of how late timers are, and for how many times the ceiling at most. */
const LATE_WEIGHT = 0.25;
const MOST_LATE = 2;
/** Octets outside the heap that a connection may need, TLS on both sides included. */
const OUTSIDE_EACH = 131_072;

export interface Load {
  /** Open now. */
  connections: number;
  /** What some of them found no room for. */
  lacked: ReadonlySet<OverloadReason>;
}

/** How late timers are, with one look more. A single pause, however long, is no overload; three looks in a row are. */
export const smoothed = (late: number, lately: number, ceiling: number): number =>
  late + LATE_WEIGHT * (Math.min(lately, MOST_LATE * ceiling) - late);

/**
 * Octets that are needed. What a process was given and does not need any more it mostly keeps, and uses again, so resident
 * memory alone would stay high after a flood, and a worker that nobody uses would turn everybody away. Counted is what
 * rested there from the start, the heap, what buffers hold, and an upper bound of what the connections need besides.
 */
export function neededMemory(
  { rss, heapTotal, external }: Pick<NodeJS.MemoryUsage, 'rss' | 'heapTotal' | 'external'>,
  atRest: number,
  connections: number,
): number {
  return Math.min(rss, atRest + heapTotal + external + connections * OUTSIDE_EACH);
}

/** Returns a function that looks. It keeps no process alive. */
export function createPressures(): (ceilings: Ceilings, load: Load) => Pressures {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const first = process.memoryUsage();
  const atRest = first.rss - first.heapTotal - first.external;
  let late = 0;
  return ({ descriptors, memory, heap, loopDelayMs }, { connections, lacked }) => {
    const usage = process.memoryUsage();
    const lately = delay.count === 0 ? 0 : Math.max(0, delay.mean / 1e6 - RESOLUTION_MS);
    late = smoothed(late, lately, loopDelayMs);
    delay.reset();
    return {
      connections: lacked.has('connections') ? 1 : 0,
      descriptors: lacked.has('descriptors') ? 1 : openDescriptors() / descriptors,
      memory: Math.max(neededMemory(usage, atRest, connections) / memory, usage.heapUsed / heap),
      'loop-delay': late / loopDelayMs,
    };
  };
}
