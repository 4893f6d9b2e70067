/**
 * What is remembered of one proxy, and how a check, traffic or a word of a user changes it. Nothing here is changed in
 * place: each function makes a new entry.
 */
import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { Proven, SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { HistoryEntry } from '../store/store.ts';
import type { Alive, Dead } from '../verdict.ts';

/** After so many checks, what was known before them counts half. */
export const HALF_LIFE_CHECKS = 5;
/** The success rate of a proxy of which nothing is known. */
const UNKNOWN_RATE = 0.5;
/** How much a request of traffic counts beside a check, and what one event counts at the most. */
const REQUEST_WEIGHT = 0.25;
const MOST_TRAFFIC_WEIGHT = 4;
/** How much the word of a user of the API counts beside a check. */
const REPORT_WEIGHT = 0.05;
const MOST_LATENCIES = 32;

/** Feeds that list a proxy now; undefined: nobody looked. */
export type FeedNames = readonly string[] | undefined;

/** Moves a rate towards the share of successes in what is new, the more the more that weighs. */
const moved = (rate: number, successes: number, weight: number): number =>
  successes + (rate - successes) * 0.5 ** (weight / HALF_LIFE_CHECKS);

const provenOf = ({ mode, anonymity, exit, country, asn, network, tls, confirmed, ...rest }: Proven): Proven => {
  const { connectMs, firstByteMs, totalMs } = rest;
  return { mode, anonymity, exit, country, asn, network, tls, confirmed, connectMs, firstByteMs, totalMs };
};

function withReasons(entry: HistoryEntry, code: ErrorCode, times: number): HistoryEntry['reasons'] {
  return { ...entry.reasons, [code]: (entry.reasons[code] ?? 0) + times };
}

/** Of a proxy that was found alive for the first time. */
export const newEntry = (verdict: Alive, feeds: FeedNames): HistoryEntry => ({
  address: verdict.address,
  feeds: feeds ?? [],
  proven: provenOf(verdict),
  alive: true,
  firstSeen: verdict.checkedAt,
  lastAlive: verdict.checkedAt,
  checkedAt: verdict.checkedAt,
  provenAt: verdict.checkedAt,
  aliveMs: 0,
  successRate: moved(UNKNOWN_RATE, 1, 1),
  latenciesMs: [verdict.totalMs],
  reasons: {},
});

/**
 * `good`: nothing has spoken against it since it was last found alive. The time between two checks counts as alive only
 * when it was alive at both ends.
 */
export function foundAlive(entry: HistoryEntry, verdict: Alive, feeds: FeedNames, good: boolean): HistoryEntry {
  // The clock may have been set back.
  const at = Math.max(entry.checkedAt, verdict.checkedAt);
  return {
    ...entry,
    address: verdict.address,
    feeds: feeds ?? entry.feeds,
    proven: provenOf(verdict),
    alive: true,
    lastAlive: at,
    checkedAt: at,
    provenAt: good ? entry.provenAt : at,
    aliveMs: entry.aliveMs + (entry.alive ? at - entry.checkedAt : 0),
    successRate: moved(entry.successRate, 1, 1),
    latenciesMs: [...entry.latenciesMs, verdict.totalMs].slice(-MOST_LATENCIES),
  };
}

export function foundDead(entry: HistoryEntry, verdict: Dead, feeds: FeedNames): HistoryEntry {
  return {
    ...entry,
    feeds: feeds ?? entry.feeds,
    alive: false,
    checkedAt: Math.max(entry.checkedAt, verdict.checkedAt),
    successRate: moved(entry.successRate, 0, 1),
    reasons: withReasons(entry, verdict.code, 1),
  };
}

/** `ok` requests of traffic went well, and `faults` were its own fault; `code` is that of the last fault. */
export function metTraffic(entry: HistoryEntry, ok: number, faults: number, code: ErrorCode | undefined): HistoryEntry {
  const requests = ok + faults;
  if (requests === 0) return entry;
  const weight = Math.min(MOST_TRAFFIC_WEIGHT, requests * REQUEST_WEIGHT);
  const reasons = code === undefined || faults === 0 ? entry.reasons : withReasons(entry, code, faults);
  return { ...entry, successRate: moved(entry.successRate, ok / requests, weight), reasons };
}

export const wasReported = (entry: HistoryEntry, ok: boolean): HistoryEntry => ({
  ...entry,
  successRate: moved(entry.successRate, ok ? 1 : 0, REPORT_WEIGHT),
});

/** From 0 to 1. */
export function uptimeOf({ aliveMs, checkedAt, firstSeen, alive }: HistoryEntry): number {
  const span = checkedAt - firstSeen;
  if (span <= 0) return alive ? 1 : 0;
  return Math.min(1, aliveMs / span);
}

/** The nearest rank: the smallest of `sorted` that so many of them do not exceed; 0 when there is none. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

export function proxyOf(entry: HistoryEntry): SupplyProxy {
  const latencies = entry.latenciesMs.toSorted((a, b) => a - b);
  return {
    ...entry.address,
    ...entry.proven,
    firstSeen: entry.firstSeen,
    lastAlive: entry.lastAlive,
    checkedAt: entry.checkedAt,
    provenAt: entry.provenAt,
    uptime: uptimeOf(entry),
    successRate: entry.successRate,
    latencyP50Ms: percentile(latencies, 0.5),
    latencyP95Ms: percentile(latencies, 0.95),
    feeds: [...entry.feeds],
  };
}

/** What a snapshot tells of a proxy whose entry was lost. */
export function entryOf(proxy: SupplyProxy): HistoryEntry {
  const { kind, host, port, username, password } = proxy;
  const { firstSeen, lastAlive, checkedAt, provenAt, successRate } = proxy;
  const address = {
    ...{ kind, host, port },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
  return {
    ...{ address, firstSeen, lastAlive, checkedAt, provenAt, successRate },
    feeds: proxy.feeds,
    proven: provenOf(proxy),
    alive: true,
    aliveMs: Math.round(proxy.uptime * (checkedAt - firstSeen)),
    latenciesMs: [proxy.latencyP50Ms],
    reasons: {},
  };
}
