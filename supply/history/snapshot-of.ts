/** The snapshot that a history makes: all that are alive and not suspect, the best first, as pools mean it. */
import { setImmediate as turn } from 'node:timers/promises';
import { proxyKey, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { SupplySnapshot } from '../store/store.ts';
import { costOf } from '../view/best.ts';
import { proxyOf } from './entry.ts';
import type { History } from './history.ts';
import { sortInTurns } from './sort-in-turns.ts';

/** Proxies between two turns of the event loop. */
const AT_ONCE = 500;

interface Ranked {
  readonly cost: number;
  readonly key: string;
  readonly proxy: SupplyProxy;
}

/** Those that cost the same are in the order of their keys, so that there is one order only. */
function byCost(a: Ranked, b: Ranked): number {
  if (a.cost === b.cost) return a.key < b.key ? -1 : 1;
  return a.cost < b.cost ? -1 : 1;
}

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
    ranked.push({ cost: costOf(proxy), key, proxy });
  }
  const sorted = await sortInTurns(ranked, byCost);
  return { version, publishedAt: now, run, proxies: sorted.map(({ proxy }) => proxy) };
}
