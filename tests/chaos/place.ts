/** Where a storm blows: a running Atlantic, seen from outside. */
import type { Holdings } from './holdings.ts';

/** What became of a client that behaves, while others do not. */
export interface Served {
  readonly served: number;
  /** Requests that did not end with all their octets, in words. */
  readonly failed: readonly string[];
  readonly slowestMs: number;
}

export interface Place {
  readonly holdings: () => Promise<Holdings>;
  /** A client that behaves asks again and again, each time on a connection of its own, until `over` aborts. */
  readonly standBy: (over: AbortSignal) => Promise<Served>;
}
