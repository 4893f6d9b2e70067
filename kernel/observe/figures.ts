/** How a process is doing, for the reports of its plane. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { UpstreamFigures, WorkerFigures } from '@atlantic/contract/plane.ts';

export const FIGURES_EVERY_MS = 1_000;
/** The delay is sampled by a timer of this period, which is part of what it measures. */
const RESOLUTION_MS = 20;

/** Returns a function that tells the figures since it was called last. It keeps no process alive. */
export function createFigures(connections: () => number, upstream?: () => UpstreamFigures): () => WorkerFigures {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return () => {
    const milliseconds = delay.percentile(99) / 1e6 - RESOLUTION_MS;
    delay.reset();
    return {
      pid: process.pid,
      connections: connections(),
      residentBytes: process.memoryUsage.rss(),
      loopDelayMs: Math.max(0, Math.round(milliseconds * 10) / 10) || 0,
      ...(upstream && { upstream: upstream() }),
    };
  };
}
