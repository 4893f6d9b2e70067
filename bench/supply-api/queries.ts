/** Queries as clients send them: ten proxies, by filters that are drawn from a seed. */
import { seeded } from '@atlantic/supply/testing/snapshot.ts';

const FILTERS: readonly ((random: () => number) => string)[] = [
  (random) =>
    `protocol=${['http', 'https', 'socks4', 'socks5', 'http,https', 'socks4,socks5'][Math.floor(random() * 6)]}`,
  (random) => `country=${['us', 'de', 'us,de', 'cn,id', 'br', 'nl,gb'][Math.floor(random() * 6)]}`,
  (random) => `exclude_country=${['cn', 'ru,in', 'us'][Math.floor(random() * 3)]}`,
  (random) => `anonymity=${['anonymous', 'elite'][Math.floor(random() * 2)]}`,
  () => 'tls=1',
  () => 'confirmed=1',
  (random) => `max_latency=${500 + Math.floor(random() * 3_500)}`,
  (random) => `min_uptime=0.${1 + Math.floor(random() * 8)}`,
  (random) => `feed=${['one', 'two', 'one,three'][Math.floor(random() * 3)]}`,
];

/** Each with none to four filters, in any order, no two of a kind. */
export function seededQueries(count: number, seed: number): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const chosen = FILTERS.map((filter) => ({ filter, at: random() }))
      .sort((one, other) => one.at - other.at)
      .slice(0, Math.floor(random() * 5));
    return `/get-proxy?${['limit=10', ...chosen.map(({ filter }) => filter(random))].join('&')}`;
  });
}
