/** The measurements of speed: the load each one puts on a peer, and the figures it reads from the report. */
import type { CostId, Measurement } from './figures.ts';
import type { Load } from './generate.ts';
import { percentile } from './percentile.ts';
import type { Report } from './report.ts';

export interface Metric {
  readonly id: string;
  readonly sentence: string;
  readonly load: Omit<Load, 'seconds'>;
  /** Times the length of a measurement: where samples are rare, more are taken. */
  readonly longer: number;
  values(report: Report): Measurement['values'];
  /** What the processor time of the peer is divided by, and how much of it one piece is. */
  readonly cost: { readonly figure: CostId; readonly piece: number };
}

const MESSAGES_A_SECOND = 2_000;
const perSecond = ({ amount, seconds }: Report): number => amount / seconds;
const microseconds = ({ samples = [] }: Report, share: number): number => percentile(samples, share) / 1000;

export const METRICS: readonly Metric[] = [
  {
    id: 'throughput',
    sentence: 'octets from the origin to the client through one tunnel',
    load: { mode: 'throughput', count: 1 },
    longer: 1,
    values: (report) => ({ throughput: perSecond(report) / 1e6 }),
    cost: { figure: 'megabyteCost', piece: 1e6 },
  },
  {
    id: 'tunnels',
    sentence: 'whole lives of tunnels, 64 in flight: connect, CONNECT, 64 octets there and back, FIN from the origin',
    load: { mode: 'tunnels', count: 64 },
    longer: 1,
    values: (report) => ({ tunnels: perSecond(report) }),
    cost: { figure: 'tunnelCost', piece: 1 },
  },
  {
    id: 'requests',
    sentence:
      'GET of 1 KiB in absolute form, one in flight on each of 64 connections, kept as long as the proxy keeps them',
    load: { mode: 'requests', count: 64 },
    longer: 1,
    values: (report) => ({ requests: perSecond(report) }),
    cost: { figure: 'requestCost', piece: 1 },
  },
  {
    id: 'latency',
    sentence: `64 octets there and back over 64 open tunnels, ${MESSAGES_A_SECOND} a second in all, timed from when each was due`,
    load: { mode: 'latency', count: 64, rate: MESSAGES_A_SECOND },
    longer: 1.5,
    values: (report) => ({ latencyP50: microseconds(report, 0.5), latencyP99: microseconds(report, 0.99) }),
    cost: { figure: 'messageCost', piece: 1 },
  },
];
