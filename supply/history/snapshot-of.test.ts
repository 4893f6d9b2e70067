import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeEntry, makeProxy } from '../store/fixture/make.ts';
import { createHistory } from './history.ts';
import { snapshotOf } from './snapshot-of.ts';

const about = { run: 'one', version: 7, now: 99 };
const entry = (n: number, successRate: number, latency: number, more = {}) =>
  makeEntry(n, { alive: true, successRate, latenciesMs: [latency], aliveMs: 0, checkedAt: 0, firstSeen: 0, ...more });

it('holds those that are alive and not suspect', async () => {
  const history = createHistory();
  for (const one of [entry(1, 1, 1), entry(2, 1, 1, { alive: false }), entry(3, 1, 1)]) history.restore(one);
  history.suspect(proxyKey(makeProxy(3)), 1);
  const snapshot = await snapshotOf(history, about);
  expect(snapshot).toMatchObject({ version: 7, run: 'one', publishedAt: 99 });
  expect(snapshot.proxies.map(({ host }) => host)).toEqual([makeProxy(1).host]);
});

it('has the best first: the fastest, counting that only some requests succeed', async () => {
  const history = createHistory();
  const ranked = [
    entry(1, 1, 150),
    entry(2, 0.5, 90),
    entry(3, 1, 290),
    entry(4, 1, 150, { checkedAt: 100, aliveMs: 50 }),
    entry(5, 1, 1, { checkedAt: 100, aliveMs: 0 }),
  ];
  for (const one of ranked.toReversed()) history.restore(one);
  const { proxies } = await snapshotOf(history, about);
  expect(proxies.map(({ host }) => host)).toEqual(ranked.map(({ address }) => address.host));
});

it('has one order, in whichever order they came', async () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 50 }));
  await fc.assert(
    fc.asyncProperty(numbers, async (order) => {
      const orders = [order, order.toSorted((a, b) => a - b)].map(async (some) => {
        const history = createHistory();
        for (const n of some) history.restore(entry(n, (n % 3) / 2, n % 5));
        return (await snapshotOf(history, about)).proxies;
      });
      const [one, other] = await Promise.all(orders);
      expect(one).toEqual(other);
    }),
    { numRuns: 30 },
  );
});
