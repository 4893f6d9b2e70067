/** How long processes have run on a processor, to the nanosecond: the ticks of /proc/stat miss work that a timer starts. */
import { readdirSync, readFileSync } from 'node:fs';

/** Nanoseconds on the processor in `/proc/PID/task/TID/schedstat` (Linux, Documentation/scheduler/sched-stats.rst). */
export const parseRunTime = (schedstat: string): number => Number(/^\d+/.exec(schedstat)?.[0] ?? 0);

function threadTimes(pid: number): number[] {
  try {
    const tasks = `/proc/${pid}/task`;
    return readdirSync(tasks).map((thread) => parseRunTime(readFileSync(`${tasks}/${thread}/schedstat`, 'utf8')));
  } catch {
    // The process, or one of its threads, has just ended.
    return [];
  }
}

/** Seconds that all threads of these processes have run, those that live. */
export const processorSeconds = (pids: readonly number[]): number =>
  pids.flatMap(threadTimes).reduce((sum, time) => sum + time, 0) / 1e9;
