/** Latencies counted in classes that grow by a quarter, so that a quantile is right to an eighth, in bounded memory. */

const GROWTH = 1.25;
const LOG_GROWTH = Math.log(GROWTH);
/** The last class begins above a minute; nothing that long is waited for. */
const CLASSES = Math.ceil(Math.log(60_000) / LOG_GROWTH) + 2;

const classOf = (ms: number): number => (ms <= 1 ? 0 : Math.min(CLASSES - 1, Math.ceil(Math.log(ms) / LOG_GROWTH)));

/** The middle of a class, so that it is off by no more than half a class. */
const middleOf = (index: number): number => (index === 0 ? 1 : GROWTH ** (index - 0.5));

export interface LatencyHistogram {
  readonly counts: Uint32Array;
  total: number;
}

export const newHistogram = (): LatencyHistogram => ({ counts: new Uint32Array(CLASSES), total: 0 });

export function observe(histogram: LatencyHistogram, ms: number): void {
  const index = classOf(ms);
  histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
  histogram.total += 1;
}

export function clear(histogram: LatencyHistogram): void {
  histogram.counts.fill(0);
  histogram.total = 0;
}

/** The latency in milliseconds that `share` of all in both have, or less; undefined when there are none. */
export function quantile(first: LatencyHistogram, second: LatencyHistogram, share: number): number | undefined {
  const total = first.total + second.total;
  if (total === 0) return undefined;
  const wanted = Math.max(1, Math.ceil(total * share));
  let seen = 0;
  for (let index = 0; index < CLASSES; index += 1) {
    seen += (first.counts[index] ?? 0) + (second.counts[index] ?? 0);
    if (seen >= wanted) return middleOf(index);
  }
  return middleOf(CLASSES - 1);
}
