/** Where supply keeps what it knows: one interface, four stores, and one conformance suite for them all. */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { Proven, SupplyAddress, SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { RunReport } from '@atlantic/contract/supply/run.ts';

/** What was published: never changed, only replaced by another. */
export interface SupplySnapshot {
  /** Grows with each publication, over restarts too. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
  /** The run that found it. */
  readonly run: string;
  readonly proxies: readonly SupplyProxy[];
}

/** All that is remembered of one proxy that has ever been alive. Times in milliseconds since 1970. */
export interface HistoryEntry {
  readonly address: SupplyAddress;
  readonly feeds: readonly string[];
  /** Of the last check that went well. */
  readonly proven: Proven;
  readonly alive: boolean;
  readonly firstSeen: number;
  readonly lastAlive: number;
  readonly checkedAt: number;
  readonly provenAt: number;
  /** Of the time from `firstSeen` to `checkedAt`, what it was found alive in. */
  readonly aliveMs: number;
  readonly successRate: number;
  /** Of the last checks that went well, the newest last. */
  readonly latenciesMs: readonly number[];
  /** Failures by code, of checks and of traffic. */
  readonly reasons: Readonly<Partial<Record<ErrorCode, number>>>;
}

export interface Loaded {
  /** The newest that is whole; undefined: there is none. */
  readonly snapshot: SupplySnapshot | undefined;
  /** What was damaged and has been set aside: a sentence each, for the log. */
  readonly problems: readonly string[];
}

/** Every promise rejects with what went wrong; what was stored before stays as it was. */
export interface SupplyStore {
  /** In one step: whoever loads finds this one whole or the one before it. The one before is kept too. */
  saveSnapshot(snapshot: SupplySnapshot): Promise<void>;
  loadSnapshot(): Promise<Loaded>;
  /** Entries that are new or changed, and keys (`proxyKey`) of those to forget. In one step. */
  saveHistory(changed: readonly HistoryEntry[], forgotten: readonly string[]): Promise<void>;
  /** Hands over each entry. One that is damaged is left out and counted in the answer. */
  loadHistory(each: (entry: HistoryEntry) => void): Promise<{ readonly damaged: number }>;
  /** Keeps the report of a run; the oldest go when there are more than MOST_RUNS of contract/supply/run.ts. */
  saveRun(report: RunReport): Promise<void>;
  /** The newest first. */
  runs(most: number): Promise<readonly RunReport[]>;
  close(): Promise<void>;
}
