/** From single measurements to what the table shows: one list of values for each peer and figure, a value for each round. */
import type { FigureId, Measurement } from './figures.ts';

/** The peer that is nothing at all, whose latency is subtracted from the others'. */
export const BARE = 'nothing';
/** Above this, generator and origin may be what a figure measures. */
const BUSY = 0.9;

/** Microseconds beyond what the bare origin took in the same round: a difference of percentiles, not of single messages. */
function addedLatency(measurements: readonly Measurement[], peer: string, share: 'P50' | 'P99'): number[] {
  const [id, metric] = [`latency${share}` as const, 'latency'];
  const bare = new Map(
    measurements.filter((one) => one.peer === BARE && one.metric === metric).map((one) => [one.round, one.values[id]]),
  );
  return measurements
    .filter((one) => one.peer === peer && one.metric === metric)
    .map((one) => (one.values[id] ?? Number.NaN) - (bare.get(one.round) ?? Number.NaN));
}

/** Every round's value, in order. Empty where a figure does not apply. */
export function valuesOf(measurements: readonly Measurement[], peer: string, figure: FigureId): number[] {
  if (figure === 'addedP50' || figure === 'addedP99')
    return peer === BARE ? [] : addedLatency(measurements, peer, figure === 'addedP50' ? 'P50' : 'P99');
  return measurements.filter((one) => one.peer === peer).flatMap(({ values }) => values[figure] ?? []);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What a reader has to know about the figures besides their values: failures, and loads that were a bottleneck. */
export function remarksOn(measurements: readonly Measurement[], pinned: (peer: string) => boolean): string[] {
  const kinds = Map.groupBy(measurements, ({ peer, metric }) => `${peer}, ${metric}`);
  return [...kinds].flatMap(([name, of]) => {
    const failed = of.reduce((sum, one) => sum + one.failed, 0);
    const all = of.reduce((sum, one) => sum + one.amount, failed);
    const { peer = '' } = of[0] ?? {};
    const busiest = Math.max(...of.map((one) => one.processorSeconds.generator / (one.wallSeconds || 1)));
    return [
      ...(failed > 0 ? [`${name}: ${failed} of ${all} conversations failed.`] : []),
      ...(busiest > BUSY && pinned(peer) && peer !== BARE
        ? [`${name}: generator and origin kept their core ${percent(busiest)} busy, so this is a lower bound.`]
        : []),
    ];
  });
}
