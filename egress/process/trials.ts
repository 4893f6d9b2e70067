/**
 * Which worker tries an endpoint again: one at a time, so that a trial is as small as the policy says however many workers
 * there are. The turn passes on, because a worker that gets no traffic for the pool can try nothing.
 */
const TURN_MS = 2_000;

/** The worker whose turn it is; undefined when there is none. `spread` keeps all trials from meeting in one worker. */
export function trialWorker(workers: readonly number[], spread: number, now: number): number | undefined {
  if (workers.length === 0) return undefined;
  return workers[(spread + Math.floor(now / TURN_MS)) % workers.length];
}
