/**
 * A latency that believes bad news at once and good news slowly: a sample above the average replaces it, one below pulls
 * it down with a time constant. Unmeasured it decays, so that an endpoint that was slow once is tried again; below a
 * millisecond it counts as unknown.
 */
const TIME_CONSTANT_MS = 10_000;
const LEAST_MS = 1;

export interface PeakEwma {
  value: number;
  at: number;
}

export const newPeakEwma = (): PeakEwma => ({ value: 0, at: 0 });

/** The latency in milliseconds at `now`; 0 when it is not known. */
export function latencyAt(ewma: PeakEwma, now: number): number {
  if (ewma.value === 0) return 0;
  const value = ewma.value * Math.exp(-Math.max(0, now - ewma.at) / TIME_CONSTANT_MS);
  return value < LEAST_MS ? 0 : value;
}

export function addLatency(ewma: PeakEwma, ms: number, now: number): void {
  const weight = ewma.value === 0 ? 0 : Math.exp(-Math.max(0, now - ewma.at) / TIME_CONSTANT_MS);
  const sample = Math.max(LEAST_MS, ms);
  ewma.value = sample >= ewma.value ? sample : ewma.value * weight + sample * (1 - weight);
  ewma.at = now;
}
