/** What the benchmark of supply's API says to its two processes, and hears. */

export interface ApiReady {
  readonly url: string;
  /** MiB resident when the snapshot and its view are there, and before either. */
  readonly restMiB: number;
  readonly baseMiB: number;
}

/** What the API's process has used since it began. */
export interface ApiLook {
  readonly residentMiB: number;
  readonly processorSeconds: number;
  readonly published: number;
  /** Runs that `/reload` began, and how often it was asked. */
  readonly runs: number;
  readonly reloads: number;
}

export interface LoadOrder {
  readonly url: string;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second in all; undefined: each connection asks again as soon as it is answered. */
  readonly rate: number | undefined;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly most: number;
  readonly answers: number;
  /** Connections that failed, and requests without an answer in time. */
  readonly errors: number;
  /** Answers other than 2xx. */
  readonly others: number;
}
