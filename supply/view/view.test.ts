import { ANONYMITIES, proxyKey, SUPPLY_KINDS, type SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { Where } from '@atlantic/contract/supply/settings.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededSnapshot } from '../testing/snapshot.ts';
import { costOf } from './best.ts';
import { buildView } from './build.ts';

const snapshot = seededSnapshot(2_000);
const view = await buildView(snapshot);

/** What each filter means, said once more and slowly. */
function matches(proxy: SupplyProxy, where: Where): boolean {
  const level = (anonymity: SupplyProxy['anonymity']) => (anonymity === null ? -1 : ANONYMITIES.indexOf(anonymity));
  return (
    (where.kinds?.includes(proxy.kind) ?? true) &&
    (where.countries === undefined || (proxy.country !== null && where.countries.includes(proxy.country))) &&
    !(proxy.country !== null && where.notCountries?.includes(proxy.country)) &&
    (where.asns === undefined || (proxy.asn !== null && where.asns.includes(proxy.asn))) &&
    (where.anonymity === undefined || level(proxy.anonymity) >= level(where.anonymity)) &&
    (where.tls === undefined || proxy.tls === where.tls) &&
    (where.confirmed === undefined || proxy.confirmed === where.confirmed) &&
    (where.maxLatencyMs === undefined || proxy.latencyP50Ms <= where.maxLatencyMs) &&
    (where.minUptime === undefined || proxy.uptime >= where.minUptime) &&
    (where.feeds === undefined || where.feeds.some((feed) => proxy.feeds.includes(feed)))
  );
}

const some = <Value>(values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const countries = some(['us', 'de', 'cn', 'li', 'xx']);
const where = fc.record(
  {
    kinds: some(SUPPLY_KINDS),
    countries,
    notCountries: countries,
    asns: some([64_496, 64_500, 65_000, 1]),
    anonymity: fc.constantFrom(...ANONYMITIES),
    tls: fc.boolean(),
    confirmed: fc.boolean(),
    maxLatencyMs: fc.integer({ min: 1, max: 5_000 }),
    minUptime: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    feeds: some(['one', 'two', 'none']),
  },
  { requiredKeys: [] },
);

it('selects what a look at each proxy would select', () => {
  fc.assert(
    fc.property(where, (asked) => {
      const wanted = view.proxies.flatMap((proxy, row) => (matches(proxy, asked) ? [row] : []));
      const found = view.select(asked);
      expect(found.take(0, found.count)).toEqual(wanted);
      expect(found.count).toBe(wanted.length);
    }),
  );
});

it('holds every proxy of the snapshot, and writes each in its own row', () => {
  expect(new Set(view.proxies)).toEqual(new Set(snapshot.proxies));
  view.proxies.forEach((proxy, row) => {
    expect(view.urls.text(row)).toContain(`:${proxy.port}\n`);
    expect(JSON.parse(view.json.text(row)).url).toBe(view.urls.text(row).trimEnd());
  });
});

it('gives a pool the best', () => {
  fc.assert(
    fc.property(where, fc.integer({ min: 1, max: 100 }), (asked, max) => {
      const best = view.best(asked, max);
      const costs = snapshot.proxies.filter((proxy) => matches(proxy, asked)).map(costOf);
      expect(best.map(costOf)).toEqual(costs.sort((a, b) => a - b).slice(0, max));
      expect(best.every((proxy) => matches(proxy, asked))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it('finds all proxies at a host and port', async () => {
  const [first] = snapshot.proxies;
  if (first === undefined) throw new Error('an empty snapshot');
  const at = { ...first, host: '2001:db8::1', port: 8 };
  const both = [at, { ...at, kind: 'socks4' as const }, first];
  const small = await buildView({ ...snapshot, proxies: both });
  expect(small.at('[2001:db8::1]:8').map((row) => small.proxies[row]?.kind)).toEqual(['http', 'socks4']);
  expect(small.at('2001:db8::1:8')).toEqual([]);
});

it('goes on after a proxy, also when that is gone', async () => {
  const whole = await buildView(seededSnapshot(200));
  const half = await buildView(seededSnapshot(100));
  const keys = half.proxies.map(proxyKey);
  whole.proxies.forEach((proxy, row) => {
    const rest = whole.proxies.slice(row + 1).map(proxyKey);
    expect(keys[half.after(proxy)]).toBe(rest.find((key) => keys.includes(key)));
  });
});

it('counts', () => {
  const { kinds, countries: places, anonymities, feeds } = view.stat();
  expect(kinds).toEqual({ http: 500, https: 500, socks4: 500, socks5: 500 });
  expect(places.us).toBe(snapshot.proxies.filter(({ country }) => country === 'us').length);
  expect(anonymities.elite).toBe(snapshot.proxies.filter(({ anonymity }) => anonymity === 'elite').length);
  expect(feeds.two).toBe(snapshot.proxies.filter((proxy) => proxy.feeds.includes('two')).length);
});
