/** The snapshot that a history makes: all that are alive and not suspect, the best first. */
import { setImmediate as turn } from 'node:timers/promises';
import { proxyKey, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { SupplySnapshot } from '../store/store.ts';
import { proxyOf } from './entry.ts';
import type { History } from './history.ts';
import { sortInTurns } from './sort-in-turns.ts';

/** Proxies between two turns of the event loop. */
const AT_ONCE = 500;
/** Rates are compared in steps: two proxies that differ by less are told apart by what comes next. */
const STEPS = 20;
const LONGEST_MS = 1e6;

interface Ranked {
  readonly rank: number;
  readonly key: string;
  readonly proxy: SupplyProxy;
}

/** The success rate counts most, then the uptime, then the median latency. The smaller the better. */
const rankOf = ({ successRate, uptime, latencyP50Ms }: SupplyProxy): number =>
  ((STEPS - Math.round(successRate * STEPS)) * (STEPS + 1) + STEPS - Math.round(uptime * STEPS)) * LONGEST_MS +
  Math.min(latencyP50Ms, LONGEST_MS - 1);

const byRank = (a: Ranked, b: Ranked): number => a.rank - b.rank || (a.key < b.key ? -1 : 1);

export async function snapshotOf(
  history: History,
  { run, version, now }: { readonly run: string; readonly version: number; readonly now: number },
): Promise<SupplySnapshot> {
  const ranked: Ranked[] = [];
  let seen = 0;
  for (const entry of [...history.entries()]) {
    seen += 1;
    if (seen % AT_ONCE === 0) await turn();
    const key = proxyKey(entry.address);
    if (!entry.alive || history.isSuspect(key)) continue;
    const proxy = proxyOf(entry);
    ranked.push({ rank: rankOf(proxy), key, proxy });
  }
  const sorted = await sortInTurns(ranked, byRank);
  return { version, publishedAt: now, run, proxies: sorted.map(({ proxy }) => proxy) };
}
