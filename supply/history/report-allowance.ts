/** How much users of the API may say of proxies: each caller once of each proxy in a while, and not of too many. */

/** For this long a caller's word about a proxy stands, and another one is not counted. */
const WINDOW_MS = 600_000;
/** Proxies that one caller may report in that time. */
const MOST_REPORTS = 1_000;
/** Callers that are remembered; the one that has been silent for the longest is forgotten. */
const MOST_CALLERS = 1_000;

interface Said {
  readonly until: number;
  readonly keys: Set<string>;
}

/** The result says whether a report counts. `caller` is the name of a key, or an address. */
export function createReportAllowance(): (caller: string, key: string, now: number) => boolean {
  const callers = new Map<string, Said>();

  return (caller, key, now) => {
    const before = callers.get(caller);
    const said = before && now < before.until ? before : { until: now + WINDOW_MS, keys: new Set<string>() };
    callers.delete(caller);
    callers.set(caller, said);
    const [silent] = callers.size > MOST_CALLERS ? callers.keys() : [];
    if (silent !== undefined) callers.delete(silent);
    if (said.keys.has(key) || said.keys.size >= MOST_REPORTS) return false;
    said.keys.add(key);
    return true;
  };
}
