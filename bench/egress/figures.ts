/** What is measured of each peer, as the table shows it. */

export interface Figure {
  readonly title: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
}

export const FIGURES = {
  throughput: { title: 'one tunnel', unit: 'MB/s', better: 'more' },
  tunnels: { title: 'tunnels', unit: '/s', better: 'more' },
  requests: { title: 'HTTP requests', unit: '/s', better: 'more' },
  addedP50: { title: 'added latency p50', unit: 'µs', better: 'less' },
  addedP99: { title: 'added latency p99', unit: 'µs', better: 'less' },
  idleTunnel: { title: 'idle tunnel', unit: 'KiB', better: 'less' },
  atRest: { title: 'at rest', unit: 'MiB', better: 'less' },
} as const satisfies Record<string, Figure>;

export type FigureId = keyof typeof FIGURES;
export const FIGURE_IDS = Object.keys(FIGURES) as FigureId[];

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
  /** The share of one core that the peer's processes took, and that generator and origin took together. */
  readonly busy: { readonly peer: number; readonly generator: number };
}
