import { proxyKey } from '@atlantic/contract/supply/proxy.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeEntry } from '../store/fixture/make.ts';
import { makeAlive, makeDead } from './fixture/verdicts.ts';
import { createHistory, type History, keysOf } from './history.ts';

const AT = 1_700_000_000_000;
const address = (n: number) => makeEntry(n).address;
const key = (n: number) => proxyKey(address(n));
const isAlive = (history: History, n: number, at: number) => history.apply(makeAlive(n, at), address(n), undefined, at);
const isDead = (history: History, n: number, at: number) => history.apply(makeDead(at), address(n), undefined, at);
const eject = (history: History, n: number, now: number, since = now) =>
  history.applyTraffic(
    { epoch: 'e', endpoints: [{ key: key(n), ok: 0, faults: 1, ejected: true, code: 'response_timeout', since }] },
    now,
  );

describe('the history', () => {
  it('knows nobody who was never alive', () => {
    const history = createHistory();
    isDead(history, 1, AT);
    expect([history.size(), history.takeChanges()]).toEqual([0, { changed: [], forgotten: [] }]);
  });

  it('takes the kind and the password that were found', () => {
    const history = createHistory();
    const { kind: _, ...rest } = address(1);
    history.apply(makeAlive(1, AT), { ...rest, kind: undefined }, ['one'], AT);
    expect(history.get(key(1))).toMatchObject({ address: address(1), feeds: ['one'] });
  });

  it('lets a failure without a kind speak for each kind that was tried', () => {
    const candidate = { kind: undefined, host: '192.0.2.1', port: 80 };
    expect(keysOf(candidate)).toEqual(['http://192.0.2.1:80', 'socks5://192.0.2.1:80', 'socks4://192.0.2.1:80']);
    const history = createHistory();
    history.apply(makeAlive(1, AT, { address: { ...candidate, kind: 'socks4' } }), candidate, undefined, AT);
    history.apply(makeDead(AT + 1), candidate, undefined, AT + 1);
    expect(history.get('socks4://192.0.2.1:80')?.alive).toBe(false);
  });

  it('moves provenAt only when a proxy comes back', () => {
    const history = createHistory();
    const provenAt = () => history.get(key(1))?.provenAt;
    isAlive(history, 1, AT);
    isAlive(history, 1, AT + 1);
    expect(provenAt()).toBe(AT);
    isDead(history, 1, AT + 2);
    expect(provenAt()).toBe(AT);
    isAlive(history, 1, AT + 3);
    expect(provenAt()).toBe(AT + 3);
  });

  it('does not listen to news that is older than what it knows, unless the clock was set back', () => {
    const history = createHistory();
    isAlive(history, 1, AT);
    history.apply(makeDead(AT - 1), address(1), undefined, AT + 5);
    expect(history.get(key(1))?.alive).toBe(true);
    history.apply(makeDead(AT - 1_000), address(1), undefined, AT - 900);
    expect(history.get(key(1))).toMatchObject({ alive: false, checkedAt: AT });
  });
});

describe('a suspect', () => {
  it('is one that traffic ejected, until a younger check', () => {
    const history = createHistory();
    isAlive(history, 1, AT);
    eject(history, 1, AT + 10);
    eject(history, 9, AT + 10);
    expect([history.isSuspect(key(1)), history.suspects()]).toEqual([true, [address(1)]]);
    expect(history.get(key(1))?.reasons).toEqual({ response_timeout: 1 });
    // This check began before it was ejected.
    history.apply(makeAlive(1, AT + 5), address(1), undefined, AT + 20);
    expect(history.isSuspect(key(1))).toBe(true);
    isAlive(history, 1, AT + 30);
    expect([history.isSuspect(key(1)), history.get(key(1))?.provenAt]).toEqual([false, AT + 30]);
    // The same ejection, told once more.
    eject(history, 1, AT + 40, AT + 10);
    expect(history.isSuspect(key(1))).toBe(false);
    eject(history, 1, AT + 50);
    expect(history.isSuspect(key(1))).toBe(true);
  });

  it('is no suspect any more when it is dead', () => {
    const history = createHistory();
    isAlive(history, 1, AT);
    history.suspect(key(1), AT + 1);
    isDead(history, 1, AT + 2);
    expect([history.suspects(), history.isSuspect(key(1))]).toEqual([[], false]);
  });
});

it('counts the word of users a little, and says what it did with it', () => {
  const history = createHistory();
  isAlive(history, 1, AT);
  const before = history.get(key(1))?.successRate ?? 0;
  const say = (n: number) => history.report(key(n), false, 'a', AT);
  expect([say(1), say(1), say(2)]).toEqual(['counted', 'not-counted', 'unknown']);
  const after = history.get(key(1))?.successRate ?? 0;
  expect(before - after).toBeGreaterThan(0);
  expect(before - after).toBeLessThan(0.01);
});

it('forgets what has been dead for long', () => {
  const history = createHistory();
  for (const n of [1, 2, 3]) isAlive(history, n, AT + n);
  for (const n of [1, 2]) isDead(history, n, AT + 10);
  expect(history.forget(60, AT + 60_002)).toBe(1);
  expect([1, 2, 3].map((n) => history.get(key(n)) !== undefined)).toEqual([false, true, true]);
  expect(history.takeChanges().forgotten).toEqual([key(1)]);
});

it('has no more than so many entries, and the longest dead go first', () => {
  const history = createHistory(16);
  for (let n = 1; n <= 17; n++) isAlive(history, n, AT + n);
  for (const n of [5, 3]) isDead(history, n, AT + 100 + n);
  isAlive(history, 18, AT + 200);
  expect(history.size()).toBe(16);
  expect([3, 5].map((n) => history.get(key(n)))).toEqual([undefined, undefined]);
});

it('gives what changed, each once, so that whoever saves it has all of it', () => {
  const step = fc.record({
    n: fc.integer({ min: 1, max: 4 }),
    what: fc.constantFrom('alive', 'dead', 'forget', 'save', 'fail'),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const history = createHistory();
      const saved = new Map<string, unknown>();
      let now = AT;
      for (const { n, what } of [...steps, { n: 1, what: 'save' }]) {
        now += 1_000;
        if (what === 'alive') isAlive(history, n, now);
        if (what === 'dead') isDead(history, n, now);
        if (what === 'forget') history.forget(1, now);
        if (what !== 'save' && what !== 'fail') continue;
        const changes = history.takeChanges();
        if (what === 'fail') history.putBack(changes);
        else {
          for (const entry of changes.changed) saved.set(proxyKey(entry.address), entry);
          for (const gone of changes.forgotten) saved.delete(gone);
        }
      }
      expect(saved).toEqual(new Map([...history.entries()].map((entry) => [proxyKey(entry.address), entry])));
      expect(history.takeChanges()).toEqual({ changed: [], forgotten: [] });
    }),
  );
});

it('has nothing to save of what came from the store', () => {
  const history = createHistory();
  history.restore(makeEntry(1));
  expect([history.get(key(1)), history.takeChanges().changed]).toEqual([makeEntry(1), []]);
});
