/** What is measured of each peer, as the table shows it. */

export interface Figure {
  readonly title: string;
  readonly unit: string;
}

export const FIGURES = {
  throughput: { title: 'one tunnel', unit: 'MB/s' },
  tunnels: { title: 'tunnels', unit: '/s' },
  requests: { title: 'HTTP requests', unit: '/s' },
  addedP50: { title: 'added latency p50', unit: 'µs' },
  addedP99: { title: 'added latency p99', unit: 'µs' },
  idleTunnel: { title: 'idle tunnel', unit: 'KiB' },
  atRest: { title: 'at rest', unit: 'MiB' },
  megabyteCost: { title: 'a megabyte', unit: 'µs' },
  tunnelCost: { title: 'a tunnel', unit: 'µs' },
  requestCost: { title: 'an HTTP request', unit: 'µs' },
  messageCost: { title: 'a message there and back', unit: 'µs' },
} as const satisfies Record<string, Figure>;

export type FigureId = keyof typeof FIGURES;

/** The columns of the two tables: what a client sees, and what it costs in processor time of the peer. */
export const SEEN = [
  'throughput',
  'tunnels',
  'requests',
  'addedP50',
  'addedP99',
  'idleTunnel',
  'atRest',
] as const satisfies FigureId[];
export const COSTS = ['megabyteCost', 'tunnelCost', 'requestCost', 'messageCost'] as const satisfies FigureId[];
export type CostId = (typeof COSTS)[number];

/** What one measurement of one peer in one round gave. */
export interface Measurement {
  /** From 1; the warm-up is not kept. */
  readonly round: number;
  readonly peer: string;
  readonly metric: string;
  /** Latencies as measured, in microseconds; the table subtracts what the bare origin took in the same round. */
  readonly values: Readonly<Partial<Record<FigureId | 'latencyP50' | 'latencyP99', number>>>;
  /** Conversations that went as they should, and those that did not. */
  readonly amount: number;
  readonly failed: number;
  /** Connections that a keep-alive client had to open. */
  readonly connections?: number;
  readonly wallSeconds: number;
  /** What all the peer's processes took of a processor meanwhile, and what generator and origin took together. */
  readonly processorSeconds: { readonly peer: number; readonly generator: number };
}
