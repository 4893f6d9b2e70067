import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { expect, it } from 'vitest';
import { newEntry, proxyOf } from './entry.ts';
import { makeAlive } from './fixture/verdicts.ts';
import { createHistory } from './history.ts';
import { reconcile } from './reconcile.ts';

const AT = 1_700_000_000_000;
const entry = (n: number, at = AT) => newEntry(makeAlive(n, at), ['one']);
const snapshot = (...entries: ReturnType<typeof entry>[]) => ({
  version: 1,
  publishedAt: AT,
  run: 'one',
  proxies: entries.map(proxyOf),
});

it('takes from the snapshot what the history has lost', async () => {
  const history = createHistory();
  await reconcile(history, snapshot(entry(1)), AT);
  expect([...history.entries()]).toEqual([entry(1)]);
});

it('takes from the snapshot what is younger there, and keeps what only the history knows', async () => {
  const history = createHistory();
  history.restore({ ...entry(1), alive: false, reasons: { dns_error: 3 }, latenciesMs: [1, 2, 3] });
  history.restore(entry(2, AT + 9));
  await reconcile(history, snapshot(entry(1, AT + 5), entry(2)), AT + 10);
  expect(history.get(proxyKey(entry(1).address))).toEqual({
    ...entry(1, AT + 5),
    reasons: { dns_error: 3 },
    latenciesMs: [1, 2, 3],
  });
  expect(history.get(proxyKey(entry(2).address))).toEqual(entry(2, AT + 9));
});

it('suspects who is alive in the history and not in the snapshot', async () => {
  const history = createHistory();
  for (const n of [1, 2]) history.restore(entry(n));
  await reconcile(history, snapshot(entry(1)), AT + 10);
  expect(history.suspects()).toEqual([entry(2).address]);
});
