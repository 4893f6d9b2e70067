import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  entryOf,
  foundAlive,
  foundDead,
  HALF_LIFE_CHECKS,
  metTraffic,
  newEntry,
  proxyOf,
  uptimeOf,
  wasReported,
} from './entry.ts';
import { makeAlive, makeDead } from './fixture/verdicts.ts';

const AT = 1_700_000_000_000;

it('begins with what the first check proved', () => {
  const entry = newEntry(makeAlive(1, AT), ['one']);
  expect(entry).toMatchObject({ alive: true, firstSeen: AT, lastAlive: AT, provenAt: AT, aliveMs: 0, reasons: {} });
  expect(entry.proven).not.toHaveProperty('address');
  expect(uptimeOf(entry)).toBe(1);
  expect(entry.successRate).toBeGreaterThan(0.5);
});

it('halves what was known with each half-life of checks', () => {
  let entry = { ...newEntry(makeAlive(1, AT), []), successRate: 0.8 };
  for (let n = 0; n < HALF_LIFE_CHECKS; n++) entry = { ...foundDead(entry, makeDead(AT + n), undefined) };
  expect(entry.successRate).toBeCloseTo(0.4);
  expect(entry.reasons).toEqual({ connection_refused: HALF_LIFE_CHECKS });
});

it('counts time as alive only between two checks that went well', () => {
  let entry = newEntry(makeAlive(1, AT), []);
  entry = foundAlive(entry, makeAlive(1, AT + 100), undefined, true);
  expect([entry.aliveMs, uptimeOf(entry), entry.provenAt]).toEqual([100, 1, AT]);
  entry = foundDead(entry, makeDead(AT + 200), undefined);
  expect([entry.aliveMs, uptimeOf(entry), entry.lastAlive]).toEqual([100, 0.5, AT + 100]);
  entry = foundAlive(entry, makeAlive(1, AT + 400), undefined, false);
  expect([entry.aliveMs, uptimeOf(entry), entry.provenAt]).toEqual([100, 0.25, AT + 400]);
});

it('keeps its feeds where nobody looked at feeds', () => {
  const entry = newEntry(makeAlive(1, AT), ['one']);
  expect(foundAlive(entry, makeAlive(1, AT), undefined, true).feeds).toEqual(['one']);
  expect(foundAlive(entry, makeAlive(1, AT), [], true).feeds).toEqual([]);
});

it('weighs requests less than checks, and users least of all', () => {
  const entry = { ...newEntry(makeAlive(1, AT), []), successRate: 1 };
  const rates = [
    wasReported(entry, false),
    metTraffic(entry, 0, 1, 'response_timeout'),
    foundDead(entry, makeDead(AT), undefined),
    metTraffic(entry, 0, 1_000_000, undefined),
  ].map(({ successRate }) => successRate);
  expect(rates).toEqual(rates.toSorted((a, b) => b - a));
  expect(rates[0]).toBeGreaterThan(0.99);
  expect(rates.at(-1)).toBeGreaterThan(0.5);
  expect(metTraffic(entry, 0, 3, 'response_timeout').reasons).toEqual({ response_timeout: 3 });
  expect(metTraffic(entry, 0, 0, 'response_timeout')).toBe(entry);
});

it('tells percentiles of the last 32 latencies', () => {
  let entry = newEntry(makeAlive(1, AT, { totalMs: 9_999 }), []);
  for (let n = 1; n <= 32; n++) entry = foundAlive(entry, makeAlive(1, AT + n, { totalMs: n }), undefined, true);
  expect(entry.latenciesMs).toHaveLength(32);
  expect(proxyOf(entry)).toMatchObject({ latencyP50Ms: 16, latencyP95Ms: 31 });
});

it('is made from a snapshot as far as that tells', () => {
  let entry = newEntry(makeAlive(5, AT), ['one']);
  entry = foundAlive(entry, makeAlive(5, AT + 70), undefined, true);
  const again = entryOf(proxyOf(entry));
  expect(again).toEqual({ ...entry, latenciesMs: [proxyOf(entry).latencyP50Ms] });
});

it('keeps its shares between 0 and 1 and its times in order, whatever happens', () => {
  const event = fc.record({
    what: fc.constantFrom('alive', 'dead', 'traffic', 'report'),
    at: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    count: fc.nat(1_000),
    good: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let entry = newEntry(makeAlive(1, AT), []);
      for (const { what, at, count, good } of events) {
        const before = entry;
        if (what === 'alive') entry = foundAlive(entry, makeAlive(1, AT + at), undefined, good);
        if (what === 'dead') entry = foundDead(entry, makeDead(AT + at), undefined);
        if (what === 'traffic') entry = metTraffic(entry, count, good ? 0 : count, 'dns_error');
        if (what === 'report') entry = wasReported(entry, good);
        if (what !== 'alive' || good) expect(entry.provenAt).toBe(before.provenAt);
        const { uptime, successRate } = proxyOf(entry);
        for (const share of [uptime, successRate]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(entry.lastAlive).toBeGreaterThanOrEqual(entry.firstSeen);
        expect(entry.checkedAt).toBeGreaterThanOrEqual(before.checkedAt);
        expect(entry.latenciesMs.length).toBeLessThanOrEqual(32);
      }
    }),
  );
});
