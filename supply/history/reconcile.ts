/**
 * Snapshot and history are saved one after the other, and either may be lost. What one knows and the other does not is made
 * up for at the start.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import type { SupplySnapshot } from '../store/store.ts';
import { entryOf } from './entry.ts';
import type { History } from './history.ts';

/** Proxies between two turns of the event loop. */
const AT_ONCE = 500;

export async function reconcile(history: History, snapshot: SupplySnapshot, now: number): Promise<void> {
  const published = new Set<string>();
  for (const proxy of snapshot.proxies) {
    const key = proxyKey(proxy);
    published.add(key);
    if (published.size % AT_ONCE === 0) await turn();
    const entry = history.get(key);
    if (entry === undefined) history.restore(entryOf(proxy));
    // The snapshot came to the disk, and the history of the same run did not.
    else if (entry.checkedAt < proxy.checkedAt) {
      const { reasons, latenciesMs } = entry;
      history.restore({ ...entryOf(proxy), reasons, latenciesMs });
    }
  }
  // It was left out of the snapshot for a reason that did not come to the disk. A check tells.
  let seen = 0;
  for (const entry of [...history.entries()]) {
    seen += 1;
    if (seen % AT_ONCE === 0) await turn();
    const key = proxyKey(entry.address);
    if (entry.alive && !published.has(key)) history.suspect(key, now);
  }
}
