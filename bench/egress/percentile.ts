/**
 * The value that `share` of the samples do not exceed (nearest rank): `percentile(values, 0.5)` is the median of an odd
 * number of values. NaN without samples.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
