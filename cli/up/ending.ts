/** The orders to end: a signal, or a parent that has vanished. */
import type { EventEmitter } from 'node:events';

/** Ctrl-C reaches both the launcher, which passes it on, and this process: two within a second are one order. */
const SECOND_ORDER_MS = 1000;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export interface Ending {
  /** Aborted by the first order: let open exchanges finish and end. */
  readonly drain: AbortSignal;
  /** Aborted by a second order at least a second later: end at once. */
  readonly kill: AbortSignal;
  /** Stops listening. */
  close(): void;
}

/** Listens to `source`, in the program its `process`; `now` gives milliseconds of a clock that never goes back. */
export function watchForEnd(source: EventEmitter, now: () => number): Ending {
  const drain = new AbortController();
  const kill = new AbortController();
  let first: number | undefined;
  const order = (): void => {
    first ??= now();
    drain.abort();
    if (now() - first >= SECOND_ORDER_MS) kill.abort();
  };
  /** Nobody is left who could order a second time. */
  const parentGone = (): void => {
    first ??= now();
    drain.abort();
  };
  for (const signal of SIGNALS) source.on(signal, order);
  source.on('disconnect', parentGone);
  const close = (): void => {
    for (const signal of SIGNALS) source.off(signal, order);
    source.off('disconnect', parentGone);
  };
  return { drain: drain.signal, kill: kill.signal, close };
}
