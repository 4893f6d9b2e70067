/** Makes the view of a snapshot, in slices: whoever is served meanwhile does not wait for it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SupplyProxy } from '@atlantic/contract/supply/proxy.ts';
import type { SupplySnapshot } from '../store/store.ts';
import { createRangeIndex } from './range-index.ts';
import { buildRowOrder } from './row-order.ts';
import { buildRowText, jsonRow, urlLine } from './row-text.ts';
import { buildValueIndex } from './value-index.ts';
import { createView, type SupplyView } from './view.ts';

/** Rows to a turn of the loop: a few milliseconds. */
const SLICE = 500;

async function inSlices(size: number, each: (row: number) => void): Promise<void> {
  for (let row = 0; row < size; row++) {
    if (row % SLICE === 0) await nextTurn();
    each(row);
  }
  await nextTurn();
}

/** Rejects with a RangeError where the snapshot has more proxies than a view can hold: two million. */
export async function buildView(snapshot: SupplySnapshot): Promise<SupplyView> {
  const size = snapshot.proxies.length;
  const listed = (number: number): SupplyProxy => {
    const proxy = snapshot.proxies[number];
    if (proxy === undefined) throw new RangeError(`no proxy ${number}`);
    return proxy;
  };
  const order = buildRowOrder(size);
  await inSlices(size, (number) => order.add(listed(number)));
  order.sort();
  await nextTurn();
  const { numbers, hashes } = order.finish();

  const proxies: SupplyProxy[] = [];
  const urls = buildRowText(size);
  const json = buildRowText(size);
  const kinds = buildValueIndex<SupplyProxy['kind']>(size);
  const countries = buildValueIndex<string>(size);
  const asns = buildValueIndex<number>(size);
  const anonymities = buildValueIndex<NonNullable<SupplyProxy['anonymity']>>(size);
  const tls = buildValueIndex<boolean>(size);
  const confirmed = buildValueIndex<boolean>(size);
  const feeds = buildValueIndex<string>(size);
  const uptimes = new Float64Array(size);
  const quickness = new Float64Array(size);
  await inSlices(size, (row) => {
    const proxy = listed(numbers[row] ?? 0);
    proxies.push(proxy);
    urls.add(urlLine(proxy));
    json.add(jsonRow(proxy));
    kinds.add(row, proxy.kind);
    if (proxy.country !== null) countries.add(row, proxy.country);
    if (proxy.asn !== null) asns.add(row, proxy.asn);
    if (proxy.anonymity !== null) anonymities.add(row, proxy.anonymity);
    if (proxy.tls !== null) tls.add(row, proxy.tls);
    if (proxy.confirmed !== null) confirmed.add(row, proxy.confirmed);
    for (const feed of proxy.feeds) feeds.add(row, feed);
    uptimes[row] = proxy.uptime;
    quickness[row] = -proxy.latencyP50Ms;
  });
  const byUptime = createRangeIndex(uptimes);
  await nextTurn();
  const byQuickness = createRangeIndex(quickness);
  await nextTurn();
  return createView({
    snapshot,
    proxies,
    hashes,
    urls: urls.finish(),
    json: json.finish(),
    uptimes: byUptime,
    quickness: byQuickness,
    kinds: kinds.finish(),
    countries: countries.finish(),
    asns: asns.finish(),
    anonymities: anonymities.finish(),
    tls: tls.finish(),
    confirmed: confirmed.finish(),
    feeds: feeds.finish(),
  });
}
