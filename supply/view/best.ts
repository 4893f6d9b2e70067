/** Which proxies a pool takes when there are more than it may hold. */
import type { SupplyProxy } from '@atlantic/contract/supply/proxy.ts';

/** A shorter latency is not worth more: what a target takes is longer. */
const SHORTEST_MS = 100;

/**
 * What a request through this one takes, in milliseconds, counting that only some succeed: its median latency over its
 * rate of success and the share of time that it is there at all. The least is the best.
 */
export const costOf = ({ latencyP50Ms, successRate, uptime }: SupplyProxy): number =>
  Math.max(SHORTEST_MS, latencyP50Ms) / (successRate * uptime);

/** The `most` rows that cost least, the best first; at the same cost the first row first. */
export function bestRows(rows: readonly number[], cost: (row: number) => number, most: number): number[] {
  const costs = Float64Array.from(rows, cost);
  const dearest = costs.slice().sort()[most - 1] ?? Number.POSITIVE_INFINITY;
  return rows
    .map((row, at) => ({ row, cost: costs[at] ?? Number.POSITIVE_INFINITY }))
    .filter((one) => one.cost <= dearest)
    .sort((one, other) => (one.cost === other.cost ? one.row - other.row : one.cost < other.cost ? -1 : 1))
    .slice(0, most)
    .map(({ row }) => row);
}
