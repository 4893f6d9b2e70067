/**
 * The history of every proxy that has ever been alive, in memory. What has changed since it was last saved is known, so
 * that saving costs what changed.
 */
import type { Traffic } from '@atlantic/contract/supply/channel.ts';
import { proxyKey, type SupplyAddress } from '@atlantic/contract/supply/proxy.ts';
import type { Candidate } from '../candidate.ts';
import type { HistoryEntry } from '../store/store.ts';
import type { Verdict } from '../verdict.ts';
import { type FeedNames, foundAlive, foundDead, metTraffic, newEntry, wasReported } from './entry.ts';
import { createReportAllowance } from './report-allowance.ts';
import { createTrafficTotals } from './traffic-totals.ts';

/** Proxies that are remembered. Those that have been dead for the longest go first. */
export const MOST_KNOWN = 500_000;
/** It may grow by this share before they go, so that they need not be looked for each time. */
const SLACK = 1 / 16;

/** What is tried with a candidate whose feed does not say what it speaks (contract/supply/feed.ts). */
const UNTOLD_KINDS = ['http', 'socks5', 'socks4'] as const;

/** What has to be saved. */
export interface Changes {
  readonly changed: readonly HistoryEntry[];
  readonly forgotten: readonly string[];
}

export interface History {
  readonly size: () => number;
  readonly get: (key: string) => HistoryEntry | undefined;
  readonly entries: () => Iterable<HistoryEntry>;
  /** Takes an entry as the store has it. */
  readonly restore: (entry: HistoryEntry) => void;
  /** Times are of this machine's clock, milliseconds since 1970. Bad news of proxies that were never alive is nothing. */
  readonly apply: (verdict: Verdict, candidate: Candidate, feeds: FeedNames, now: number) => void;
  /** Totals of a plane. An endpoint that it ejected becomes suspect. */
  readonly applyTraffic: (traffic: Traffic, now: number) => void;
  /** What a user of the API says; `counted` is false when he said so before, or too much. */
  readonly report: (key: string, ok: boolean, caller: string, now: number) => 'counted' | 'not-counted' | 'unknown';
  /** A suspect is not offered, and in no new snapshot, until a check that is younger than the suspicion. */
  readonly suspect: (key: string, now: number) => void;
  readonly isSuspect: (key: string) => boolean;
  /** Those to check, the oldest suspicion first. */
  readonly suspects: () => SupplyAddress[];
  /** Forgets what has been dead for so long; the result is how many that were. */
  readonly forget: (keepDeadSeconds: number, now: number) => number;
  /** What has changed since the last call. It must be saved, or put back. */
  readonly takeChanges: () => Changes;
  readonly putBack: (changes: Changes) => void;
}

/** Keys of the entries that a verdict about a candidate is about. */
export function keysOf(candidate: Candidate): string[] {
  const { kind } = candidate;
  const kinds = kind === undefined ? UNTOLD_KINDS : [kind];
  return kinds.map((one) => proxyKey({ ...candidate, kind: one }));
}

/** The dead before the living, and the longest dead first. */
const firstToGo = (a: HistoryEntry, b: HistoryEntry): number =>
  Number(a.alive) - Number(b.alive) || a.lastAlive - b.lastAlive;

export function createHistory(most = MOST_KNOWN): History {
  const entries = new Map<string, HistoryEntry>();
  const suspicions = new Map<string, number>();
  const dirty = new Set<string>();
  const forgotten = new Set<string>();
  const newSince = createTrafficTotals();
  const mayReport = createReportAllowance();

  function put(key: string, entry: HistoryEntry): void {
    entries.set(key, entry);
    dirty.add(key);
    forgotten.delete(key);
  }

  function drop(key: string): void {
    entries.delete(key);
    suspicions.delete(key);
    dirty.delete(key);
    forgotten.add(key);
  }

  function makeRoom(): void {
    if (entries.size <= most * (1 + SLACK)) return;
    const going = [...entries.values()].sort(firstToGo).slice(0, entries.size - most);
    for (const { address } of going) drop(proxyKey(address));
  }

  /** Whether the entry knows something younger. A clock that was set back does not make it deaf for that long. */
  const isStale = (entry: HistoryEntry | undefined, verdict: Verdict, now: number): boolean =>
    entry !== undefined && verdict.checkedAt < entry.checkedAt && entry.checkedAt <= now;

  function applyTo(key: string, verdict: Verdict, feeds: FeedNames, now: number): void {
    const entry = entries.get(key);
    if (isStale(entry, verdict, now)) return;
    const suspected = suspicions.get(key);
    if (suspected !== undefined && suspected > verdict.checkedAt && suspected <= now) return;
    if (verdict.alive) {
      const good = entry?.alive === true && suspected === undefined;
      put(key, entry === undefined ? newEntry(verdict, feeds) : foundAlive(entry, verdict, feeds, good));
    } else if (entry !== undefined) put(key, foundDead(entry, verdict, feeds));
    suspicions.delete(key);
  }

  function suspect(key: string, now: number): void {
    if (entries.get(key)?.alive && !suspicions.has(key)) suspicions.set(key, now);
  }

  return {
    size: () => entries.size,
    get: (key) => entries.get(key),
    entries: () => entries.values(),
    restore: (entry) => void entries.set(proxyKey(entry.address), entry),
    apply(verdict, candidate, feeds, now) {
      const keys = verdict.alive ? [proxyKey(verdict.address)] : keysOf(candidate);
      for (const key of keys) applyTo(key, verdict, feeds, now);
      makeRoom();
    },
    applyTraffic(traffic, now) {
      for (const { key, ok, faults, code, ejected } of newSince(traffic)) {
        const entry = entries.get(key);
        if (entry === undefined) continue;
        if (ok + faults > 0) put(key, metTraffic(entry, ok, faults, code));
        if (ejected) suspect(key, now);
      }
    },
    report(key, ok, caller, now) {
      const entry = entries.get(key);
      if (entry === undefined) return 'unknown';
      if (!mayReport(caller, key, now)) return 'not-counted';
      put(key, wasReported(entry, ok));
      return 'counted';
    },
    suspect,
    isSuspect: (key) => suspicions.has(key),
    suspects: () => [...suspicions.keys()].flatMap((key) => entries.get(key)?.address ?? []),
    forget(keepDeadSeconds, now) {
      const going = [...entries].filter(
        ([, { alive, lastAlive }]) => !alive && lastAlive < now - keepDeadSeconds * 1_000,
      );
      for (const [key] of going) drop(key);
      return going.length;
    },
    takeChanges() {
      const changes = { changed: [...dirty].flatMap((key) => entries.get(key) ?? []), forgotten: [...forgotten] };
      dirty.clear();
      forgotten.clear();
      return changes;
    },
    putBack(changes) {
      for (const { address } of changes.changed) if (entries.has(proxyKey(address))) dirty.add(proxyKey(address));
      for (const key of changes.forgotten) if (!entries.has(key)) forgotten.add(key);
    },
  };
}
