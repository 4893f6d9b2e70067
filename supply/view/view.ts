/** A snapshot as it is asked: immutable, with an index for each filter. `buildView` makes it. */
import type { Anonymity, SupplyAddress, SupplyKind, SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import { ANONYMITIES, hostPort, proxyKey } from '@atlantic/contract/supply/proxy.ts';
import type { Where } from '@atlantic/contract/supply/settings.ts';
import type { SupplySnapshot } from '../store/store.ts';
import { bestRows, costOf } from './best.ts';
import type { RangeIndex } from './range-index.ts';
import { firstRowAt, hashOf } from './row-order.ts';
import { everyRow, intersectionOf, type RowSet } from './row-set.ts';
import type { RowText } from './row-text.ts';
import type { ValueIndex } from './value-index.ts';

export interface SupplyView extends Pick<SupplySnapshot, 'version' | 'publishedAt' | 'run'> {
  /** By row. The order of rows is that of row-order.ts. */
  readonly proxies: readonly SupplyProxy[];
  /** By row: see row-text.ts. */
  readonly urls: RowText;
  readonly json: RowText;
  /** The rows that are as `where` says. It costs microseconds; what is asked again and again may be kept with the view. */
  select(where: Where): RowSet;
  /** The best of them for a pool, the best first. */
  best(where: Where, max: number): readonly SupplyProxy[];
  /** The rows at a host and port, of every kind and user. */
  at(hostAndPort: string): number[];
  /** The first row after the one with this key, whether that is still there or not; the number of rows where none is. */
  after(address: SupplyAddress): number;
  /** How many there are of each. */
  stat(): ViewStat;
}

export interface ViewStat {
  readonly kinds: Partial<Record<SupplyKind, number>>;
  readonly anonymities: Partial<Record<Anonymity, number>>;
  readonly countries: Record<string, number>;
  readonly feeds: Record<string, number>;
}

/** What a view is made of; `buildView` fills it. */
export interface ViewParts {
  readonly snapshot: SupplySnapshot;
  readonly proxies: readonly SupplyProxy[];
  readonly hashes: Uint32Array;
  readonly urls: RowText;
  readonly json: RowText;
  readonly kinds: ValueIndex<SupplyKind>;
  readonly countries: ValueIndex<string>;
  readonly asns: ValueIndex<number>;
  readonly anonymities: ValueIndex<Anonymity>;
  readonly tls: ValueIndex<boolean>;
  readonly confirmed: ValueIndex<boolean>;
  readonly feeds: ValueIndex<string>;
  readonly uptimes: RangeIndex;
  /** Of latencies below zero: the quickest has the greatest value. */
  readonly quickness: RangeIndex;
}

export function createView(parts: ViewParts): SupplyView {
  const { proxies, hashes, snapshot } = parts;
  const everything = everyRow(proxies.length);
  const select = (where: Where): RowSet => {
    const wanted: RowSet[] = [];
    if (where.kinds !== undefined) wanted.push(parts.kinds.among(where.kinds));
    if (where.countries !== undefined) wanted.push(parts.countries.among(where.countries));
    if (where.asns !== undefined) wanted.push(parts.asns.among(where.asns));
    if (where.anonymity !== undefined)
      wanted.push(parts.anonymities.among(ANONYMITIES.slice(ANONYMITIES.indexOf(where.anonymity))));
    if (where.tls !== undefined) wanted.push(parts.tls.among([where.tls]));
    if (where.confirmed !== undefined) wanted.push(parts.confirmed.among([where.confirmed]));
    if (where.feeds !== undefined) wanted.push(parts.feeds.among(where.feeds));
    if (where.minUptime !== undefined) wanted.push(parts.uptimes.atLeast(where.minUptime));
    if (where.maxLatencyMs !== undefined) wanted.push(parts.quickness.atLeast(-where.maxLatencyMs));
    const without = where.notCountries === undefined ? [] : [parts.countries.among(where.notCountries)];
    return intersectionOf(wanted.length === 0 ? [everything] : wanted, without, proxies.length);
  };
  const proxyAt = (row: number): SupplyProxy => {
    const proxy = proxies[row];
    if (proxy === undefined) throw new RangeError(`no row ${row}`);
    return proxy;
  };
  /** The rows with this hash: those at the host and port, and perhaps a stranger or two. */
  function rowsOfHash(hash: number): number[] {
    const rows: number[] = [];
    for (let row = firstRowAt(hashes, hash); hashes[row] === hash; row++) rows.push(row);
    return rows;
  }

  return {
    version: snapshot.version,
    publishedAt: snapshot.publishedAt,
    run: snapshot.run,
    proxies,
    urls: parts.urls,
    json: parts.json,
    select,
    best(where, max) {
      const chosen = select(where);
      return bestRows(chosen.take(0, chosen.count), (row) => costOf(proxyAt(row)), max).map(proxyAt);
    },
    at: (hostAndPort) => rowsOfHash(hashOf(hostAndPort)).filter((row) => hostPort(proxyAt(row)) === hostAndPort),
    after(address) {
      const hash = hashOf(hostPort(address));
      const key = proxyKey(address);
      const next = rowsOfHash(hash).find((row) => proxyKey(proxyAt(row)) > key);
      return next ?? firstRowAt(hashes, hash + 1);
    },
    stat: () => ({
      kinds: Object.fromEntries(parts.kinds.counts()),
      anonymities: Object.fromEntries(parts.anonymities.counts()),
      countries: Object.fromEntries(parts.countries.counts()),
      feeds: Object.fromEntries(parts.feeds.counts()),
    }),
  };
}
