/** Connections that wait for their next request, those that wait the longest first. */

export interface Idle {
  /** `leave` ends the connection. Returns what to call when the waiting is over. */
  wait(leave: () => void): () => void;
  /** Ends those that have waited for so long. */
  shorten(milliseconds: number): void;
  /** How many wait. */
  readonly size: number;
}

interface Waiting {
  readonly since: number;
  readonly leave: () => void;
}

/** `now` in milliseconds; only differences count. */
export function createIdle(now: () => number): Idle {
  const all = new Set<Waiting>();
  return {
    wait(leave) {
      const waiting = { since: now(), leave };
      all.add(waiting);
      return () => void all.delete(waiting);
    },
    shorten(milliseconds) {
      const until = now() - milliseconds;
      for (const { since, leave } of all) {
        if (since > until) return;
        leave();
      }
    },
    get size() {
      return all.size;
    },
  };
}
