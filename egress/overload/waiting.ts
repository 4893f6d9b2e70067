/**
 * Connections that found no room and wait a moment for it, first come, first served. A flood of clients that are refused
 * takes every seat for the few milliseconds that it takes to know them; whoever waits his turn gets one between them.
 */

/**
 * How long somebody waits at least; whoever looks is asked a few times a second. Long enough that the row of a flood is
 * through on a slow machine: whoever came behind it has his turn before his time is over.
 */
export const PATIENCE_MS = 1_500;

export interface Waiting {
  /** Resolves with true when there is a seat, with false when there was none in time; false at once: too many wait. */
  wait(): Promise<boolean> | false;
  /** A seat is free. True: somebody has taken it. */
  next(): boolean;
  /** Sends away whoever has waited long enough. */
  look(): void;
  readonly size: number;
}

interface Waiter {
  readonly since: number;
  readonly tell: (found: boolean) => void;
}

/** `now` in milliseconds; only differences count. */
export function createWaiting(most: () => number, now: () => number): Waiting {
  /** In the order of arrival; a Set forgets its first at no cost. */
  const waiters = new Set<Waiter>();
  return {
    wait() {
      if (waiters.size >= most()) return false;
      return new Promise((tell) => waiters.add({ since: now(), tell }));
    },
    next() {
      const [first] = waiters;
      if (!first) return false;
      waiters.delete(first);
      first.tell(true);
      return true;
    },
    look() {
      const until = now() - PATIENCE_MS;
      for (const waiter of waiters) {
        if (waiter.since > until) return;
        waiters.delete(waiter);
        waiter.tell(false);
      }
    },
    get size() {
      return waiters.size;
    },
  };
}
