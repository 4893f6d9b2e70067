/** Tells control how this plane is doing: as it changes, at most once a second, and at least every 15 seconds. */
import { setTimeout as wait } from 'node:timers/promises';
import type { PlaneReport } from '@atlantic/contract/plane.ts';

const LOOK_EVERY_MS = 1_000;
export const REPORT_EVERY_MS = 15_000;

export interface StateReportsOptions {
  state: () => PlaneReport;
  send: (report: PlaneReport) => Promise<void>;
  /** A report arrived after one that did not. */
  onReached: () => void;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
  /** Waits until it is time to look again, or until `signal` aborts. */
  pause?: (signal: AbortSignal) => Promise<void>;
}

/** What makes a report worth sending. Memory, delay, uptime and the figures of endpoints change always. */
const essence = ({ uptimeSeconds: _, endpoints: __, workers, ...rest }: PlaneReport): string =>
  JSON.stringify([rest, workers.map(({ pid, connections }) => [pid, connections])]);

const realPause = (signal: AbortSignal): Promise<void> => wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});

/** Reports until `signal` aborts. Never rejects: what control did not hear is said again. */
export async function reportState(options: StateReportsOptions, signal: AbortSignal): Promise<void> {
  const { pause = realPause, now } = options;
  let said = '';
  let saidAt = 0;
  let failing = false;
  while (!signal.aborted) {
    const report = options.state();
    const text = essence(report);
    if (failing || text !== said || now() - saidAt >= REPORT_EVERY_MS) {
      try {
        await options.send(report);
        said = text;
        saidAt = now();
        if (failing) options.onReached();
        failing = false;
      } catch {
        // Whether control is away is said where the stream is followed.
        failing = true;
      }
    }
    await pause(signal);
  }
}
