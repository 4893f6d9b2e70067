/** What an endpoint did lately: the window that runs and the whole one before it, counted in constant memory. */
import { clear, type LatencyHistogram, newHistogram, observe, quantile } from './latency-histogram.ts';

interface Counts {
  successes: number;
  faults: number;
  latencies: LatencyHistogram;
}

export interface Window {
  current: Counts;
  previous: Counts;
}

const newCounts = (): Counts => ({ successes: 0, faults: 0, latencies: newHistogram() });

function clearCounts(counts: Counts): void {
  counts.successes = 0;
  counts.faults = 0;
  clear(counts.latencies);
}

export const newWindow = (): Window => ({ current: newCounts(), previous: newCounts() });

export function countSuccess({ current }: Window, latencyMs: number | undefined): void {
  current.successes += 1;
  if (latencyMs !== undefined) observe(current.latencies, latencyMs);
}

export function countFault({ current }: Window): void {
  current.faults += 1;
}

/** Begins the next window and forgets the one before the last. */
export function rotate(window: Window): void {
  const { current, previous } = window;
  clearCounts(previous);
  window.current = previous;
  window.previous = current;
}

/** Forgets all, so that an endpoint is not judged for what it was already ejected for. */
export function forget({ current, previous }: Window): void {
  clearCounts(current);
  clearCounts(previous);
}

export const successesOf = ({ current, previous }: Window): number => current.successes + previous.successes;
export const requestsOf = (window: Window): number =>
  successesOf(window) + window.current.faults + window.previous.faults;

/** From 0 to 1; undefined without requests. */
export function successRate(window: Window): number | undefined {
  const requests = requestsOf(window);
  return requests === 0 ? undefined : successesOf(window) / requests;
}

export const latencySamples = ({ current, previous }: Window): number =>
  current.latencies.total + previous.latencies.total;

/** Milliseconds that `share` of the successes took, or less. */
export const latencyQuantile = ({ current, previous }: Window, share: number): number | undefined =>
  quantile(current.latencies, previous.latencies, share);
