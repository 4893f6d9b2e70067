/**
 * How long processes have run on a processor, threads that have ended included. The kernel sums it exactly and tells it in
 * hundredths of a second; the load of whole cores in /proc/stat is sampled, and misses work that a timer starts.
 */
import { readFileSync } from 'node:fs';

/** Linux tells times in this unit to every program, whatever its own is (proc(5), USER_HZ). */
const TICKS_A_SECOND = 100;

/** Seconds in user and kernel mode, from `/proc/PID/stat` (proc(5), fields 14 and 15). */
export function parseRunTime(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_A_SECOND;
}

function runTime(pid: number): number {
  try {
    return parseRunTime(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // The process has ended.
    return 0;
  }
}

/** Seconds that these processes have run, those that live. */
export const processorSeconds = (pids: readonly number[]): number =>
  pids.map(runTime).reduce((sum, time) => sum + time, 0);
