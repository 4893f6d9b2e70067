/** How long to wait before a process that died is started again. */

export interface BackoffTiming {
  /** The first wait, doubled by each further death. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** A life this long is a healthy one, and the next wait is the first again. */
  readonly healthyMs: number;
}

export const BACKOFF: BackoffTiming = { firstMs: 250, longestMs: 30_000, healthyMs: 60_000 };

/** Gives the wait in milliseconds after each death, from how long the life lasted once it was ready. */
export function createBackoff({ firstMs, longestMs, healthyMs }: BackoffTiming): (readyForMs: number) => number {
  let next = firstMs;
  return (readyForMs) => {
    const wait = readyForMs >= healthyMs ? firstMs : next;
    next = Math.min(wait * 2, longestMs);
    return wait;
  };
}
