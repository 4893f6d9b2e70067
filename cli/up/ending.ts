/** The orders to a supervisor: to end, by a signal or by a parent that has vanished, and to read the configuration again. */
import type { EventEmitter } from 'node:events';

/** Ctrl-C reaches both the launcher, which passes it on, and this process: two within a second are one order. */
const SECOND_ORDER_MS = 1000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export interface Ending {
  /** Aborted by the first order: let open exchanges finish and end. */
  readonly drain: AbortSignal;
  /** Aborted by a second order at least a second later: end at once. */
  readonly kill: AbortSignal;
  /** Has `listener` called for each SIGHUP of somebody who wants the configuration read again. */
  onReload(listener: () => void): void;
  /** Stops listening. */
  close(): void;
}

/**
 * Listens to `source`, in the program its `process`; `now` gives milliseconds of a clock that never goes back, and
 * `isTerminalGone` says whether a SIGHUP is that of a terminal that closed, which is an order to end.
 */
export function watchForEnd(source: EventEmitter, now: () => number, isTerminalGone: () => boolean): Ending {
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
  const reloads: (() => void)[] = [];
  const hangUp = (): void => {
    if (isTerminalGone()) return order();
    for (const listener of reloads) listener();
  };
  for (const signal of SIGNALS) source.on(signal, order);
  source.on('SIGHUP', hangUp);
  source.on('disconnect', parentGone);
  const close = (): void => {
    for (const signal of SIGNALS) source.off(signal, order);
    source.off('SIGHUP', hangUp);
    source.off('disconnect', parentGone);
  };
  return { drain: drain.signal, kill: kill.signal, onReload: (listener) => void reloads.push(listener), close };
}
