/**
 * What is known of names, and for how long. Pure: the clock is passed in, and whoever asks tells it what came of it.
 *
 * Answers are kept for their time to live, between two bounds. In the last tenth of it they are asked for anew beside
 * serving, so that a name in use never makes anybody wait. Where the name servers fail, what was known serves a while
 * longer (RFC 8767). That a name has no address is kept (RFC 2308), and that it could not be found out too, for a moment
 * (RFC 9520 §3.1).
 */
import type { DnsSettings } from '@atlantic/contract/dns-settings.ts';
import { LIMITS } from '../../limits.ts';
import type { Answer } from './answer.ts';

export type Known =
  | { readonly state: 'unknown' }
  /** `refresh`: it should be asked for again, and nobody need wait for that. */
  | { readonly state: 'known'; readonly answer: Answer; readonly refresh: boolean }
  /** Its time is over; it serves if the question fails, or takes too long. */
  | { readonly state: 'stale'; readonly answer: Answer };

export interface DnsCache {
  look(host: string): Known;
  /** Takes what a question came to. */
  keep(host: string, answer: Answer): void;
  readonly size: number;
}

interface Entry {
  readonly answer: Answer;
  refreshFrom: number;
  freshUntil: number;
  readonly usableUntil: number;
}

const UNKNOWN: Known = { state: 'unknown' };
/** The share of its time after which an answer is asked for anew. */
const REFRESH_AFTER = 0.9;

/** `now` in milliseconds; only differences count. Forgets first what was not used for the longest. */
export function createDnsCache(settings: DnsSettings, now: () => number): DnsCache {
  const entries = new Map<string, Entry>();
  const [least, most] = [settings.minTtlSeconds * 1000, settings.maxTtlSeconds * 1000];

  const lifeOf = (answer: Answer): number => {
    if (answer.kind === 'failed') return LIMITS.dnsFailureMs;
    if (answer.kind === 'none') return settings.negativeTtlSeconds * 1000;
    return Math.min(Math.max(answer.ttlMs ?? LIMITS.dnsUntoldMs, least), most);
  };
  const newEntry = (answer: Answer): Entry => {
    const [time, life] = [now(), lifeOf(answer)];
    const positive = answer.kind === 'addresses';
    return {
      answer,
      refreshFrom: time + life * (positive ? REFRESH_AFTER : 1),
      freshUntil: time + life,
      usableUntil: time + life + (positive ? settings.staleSeconds * 1000 : 0),
    };
  };
  const put = (host: string, entry: Entry) => {
    entries.delete(host);
    entries.set(host, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= settings.cacheEntries) return;
      entries.delete(oldest);
    }
  };

  return {
    look(host) {
      const entry = entries.get(host);
      if (!entry) return UNKNOWN;
      const time = now();
      if (time >= entry.usableUntil) {
        entries.delete(host);
        return UNKNOWN;
      }
      put(host, entry);
      const { answer } = entry;
      if (time >= entry.freshUntil) return { state: 'stale', answer };
      return { state: 'known', answer, refresh: time >= entry.refreshFrom };
    },
    keep(host, answer) {
      const before = entries.get(host);
      const time = now();
      if (answer.kind !== 'failed' || before?.answer.kind !== 'addresses' || time >= before.usableUntil)
        return put(host, newEntry(answer));
      // What is known goes on serving, and the name servers are left alone for a while (RFC 8767 §5).
      const rest = Math.min(time + LIMITS.dnsStaleRestMs, before.usableUntil);
      before.freshUntil = Math.max(before.freshUntil, rest);
      before.refreshFrom = Math.max(before.refreshFrom, rest);
    },
    get size() {
      return entries.size;
    },
  };
}
