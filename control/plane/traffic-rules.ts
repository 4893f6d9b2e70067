/** What became of the proxies that supply offered, as supply hears it. Pure. */
import type { PlaneReport } from '@atlantic/contract/plane.ts';
import type { Traffic } from '@atlantic/contract/supply/channel.ts';

/** What a plane's report says of proxies that supply knows, by the ids of their endpoints; undefined where it says nothing of them. */
export function trafficOf(report: PlaneReport, keys: ReadonlyMap<string, string>): Traffic | undefined {
  const endpoints = (report.endpoints ?? []).flatMap(({ endpoint, totals, state, code, since }) => {
    const key = keys.get(endpoint);
    if (key === undefined) return [];
    const ejected = state === 'ejected';
    const counts = totals ?? { ok: 0, faults: 0 };
    return [{ key, ...counts, ejected, ...(ejected && code !== undefined && { code }), since }];
  });
  return endpoints.length === 0 ? undefined : { epoch: report.epoch, endpoints };
}
