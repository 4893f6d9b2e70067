/** How a supply stands that has run once. */
import type { RunReport, SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { SupplySnapshot } from '../store/store.ts';

export function statusOf(snapshot: SupplySnapshot | undefined, last: RunReport | null = null): SupplyStatus {
  return {
    snapshot:
      snapshot === undefined
        ? null
        : {
            version: snapshot.version,
            publishedAt: snapshot.publishedAt,
            ageSeconds: 7,
            stale: false,
            why: null,
            alive: snapshot.proxies.length,
            kinds: {},
            anonymities: {},
            countries: {},
          },
    judges: [{ url: 'http://judge.example/', up: true, latencyMs: 5, code: null }],
    running: null,
    last,
    nextRunAt: null,
    feeds: { active: 1, paused: 0, off: 2 },
    known: 10,
    geo: { country: null, asn: null, attribution: null },
  };
}
