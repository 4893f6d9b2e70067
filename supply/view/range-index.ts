/**
 * Which rows have at least a value. Bits are kept for some thresholds; what lies between two of them is looked at row by row,
 * so an answer costs the same whatever is asked.
 */
import { bitSet, type RowSet, wordsFor } from './row-set.ts';

export interface RangeIndex {
  /** The rows whose value is `least` or more. */
  atLeast(least: number): RowSet;
}

/** The values lie between as many thresholds, and as many again where a single value is common. */
const STEPS = 64;

/** `values` by row; not changed, and kept. */
export function createRangeIndex(values: Float64Array): RangeIndex {
  const thresholds = thresholdsOf(values);
  const bucketOf = (value: number): number => {
    let low = 0;
    for (let high = thresholds.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((thresholds[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const rowsOf: number[][] = Array.from(thresholds, () => []);
  const greatest = new Float64Array(thresholds.length).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    const bucket = bucketOf(value);
    rowsOf[bucket]?.push(row);
    if (value > (greatest[bucket] ?? value)) greatest[bucket] = value;
  }

  /** By bucket: the rows of this one and of those above it. One more for none at all. */
  const above: Uint32Array[] = [new Uint32Array(wordsFor(values.length))];
  for (const rows of rowsOf.toReversed()) {
    const words = above[0]?.slice() ?? new Uint32Array();
    for (const row of rows) words[row >>> 5] = (words[row >>> 5] ?? 0) | (1 << (row & 31));
    above.unshift(words);
  }
  const buckets = rowsOf.map((rows) => Uint32Array.from(rows));

  return {
    atLeast(least) {
      const bucket = Math.max(0, bucketOf(least));
      if (least > (greatest[bucket] ?? Number.NEGATIVE_INFINITY))
        return bitSet(above[bucket + 1]?.slice() ?? new Uint32Array());
      const words = above[bucket]?.slice() ?? new Uint32Array();
      if (least > (thresholds[bucket] ?? Number.NEGATIVE_INFINITY))
        for (const row of buckets[bucket] ?? [])
          if ((values[row] ?? 0) < least) words[row >>> 5] = (words[row >>> 5] ?? 0) & ~(1 << (row & 31));
      return bitSet(words);
    },
  };
}

/** Ascending, each once, the least value first: no bucket between two of them is large unless it holds one value alone. */
function thresholdsOf(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const step = Math.max(1, Math.ceil(sorted.length / STEPS));
  const found = new Set<number>();
  for (let at = 0; at < sorted.length; at += step) {
    const value = sorted[at] ?? 0;
    if (found.has(value)) continue;
    found.add(value);
    // A common value gets a bucket of its own: the next greater one begins another.
    if (sorted[at + step] === value) {
      const next = firstAbove(sorted, value);
      if (next !== undefined) found.add(next);
    }
  }
  return Float64Array.from(found).sort();
}

function firstAbove(sorted: Float64Array, value: number): number | undefined {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
