import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import { expect, it } from 'vitest';
import { makeEntry } from '../store/fixture/make.ts';
import { makeAlive, makeDead } from './fixture/verdicts.ts';
import { createHistory } from './history.ts';
import { createPending } from './pending.ts';

const AT = 1_700_000_000_000;
const address = (n: number) => makeEntry(n).address;
const key = (n: number) => proxyKey(address(n));

function begun() {
  const history = createHistory();
  for (const n of [1, 2]) history.apply(makeAlive(n, AT), address(n), ['old'], AT);
  const pending = createPending(history);
  pending.note(address(1), makeDead(AT + 1), []);
  pending.note(address(2), makeAlive(2, AT + 1), ['new']);
  pending.note(address(3), makeAlive(3, AT + 1), ['new']);
  pending.note(address(4), makeDead(AT + 1), ['new']);
  const alive = () => [1, 2, 3, 4].map((n) => history.get(key(n))?.alive);
  return { history, pending, alive };
}

it('changes nothing before it is settled', () => {
  expect(begun().alive()).toEqual([true, true, undefined, undefined]);
});

it('settles all of it when the run is published', async () => {
  const { history, pending, alive } = begun();
  await pending.settle('all', AT + 2);
  expect(alive()).toEqual([false, true, true, undefined]);
  expect([1, 2, 3].map((n) => history.get(key(n))?.feeds)).toEqual([[], ['new'], ['new']]);
});

it('settles the good news alone when it is withheld, and nobody does worse for that', async () => {
  const { history, pending, alive } = begun();
  const before = [...history.entries()];
  await pending.settle('alive', AT + 2);
  expect(alive()).toEqual([true, true, true, undefined]);
  for (const entry of before) {
    const after = history.get(proxyKey(entry.address));
    expect(after?.successRate).toBeGreaterThanOrEqual(entry.successRate);
    expect(after?.reasons).toEqual(entry.reasons);
  }
});

it('believes the good news of a proxy that was found both alive and dead', async () => {
  const history = createHistory();
  const candidate = { kind: undefined, host: '192.0.2.1', port: 80 };
  const [http, socks4] = [
    { ...candidate, kind: 'http' as const },
    { ...candidate, kind: 'socks4' as const },
  ];
  for (const one of [http, socks4]) history.apply(makeAlive(1, AT, { address: one }), one, undefined, AT);
  const pending = createPending(history);
  pending.note(http, makeAlive(1, AT + 1, { address: http }), undefined);
  pending.note(candidate, makeDead(AT + 2), undefined);
  await pending.settle('all', AT + 3);
  expect([http, socks4].map((one) => history.get(proxyKey(one))?.alive)).toEqual([true, false]);
});

it('is used up', async () => {
  const { history, pending } = begun();
  await pending.settle('all', AT + 2);
  const rates = [...history.entries()].map(({ successRate }) => successRate);
  await pending.settle('all', AT + 3);
  expect([...history.entries()].map(({ successRate }) => successRate)).toEqual(rates);
});
