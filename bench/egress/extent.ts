/** How much a run measures. */
export interface Extent {
  /** Counted rounds; one more before them warms up. */
  readonly rounds: number;
  /** The length of one measurement. */
  readonly seconds: number;
  readonly idleTunnels: number;
}

export const FULL: Extent = { rounds: 5, seconds: 2, idleTunnels: 2_000 };
/** Under a minute: shows that everything runs, and the order of magnitude. */
export const QUICK: Extent = { rounds: 1, seconds: 0.4, idleTunnels: 500 };
