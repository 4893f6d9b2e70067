import { SUPPLY_KINDS } from '@atlantic/contract/supply/proxy.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candidate } from '../candidate.ts';
import { createCandidates } from './candidates.ts';

const kind = fc.constantFrom(undefined, ...SUPPLY_KINDS);
/** Few different values, so that many are the same. */
const address = fc.record({
  kind,
  host: fc.oneof(fc.constantFrom('1.2.3.4', '1.2.3.5', '255.255.255.255', 'h.example', '2001:db8::1'), fc.ipV4()),
  port: fc.oneof(fc.constantFrom(1, 80, 65_535), fc.integer({ min: 1, max: 65_535 })),
});
const user = fc.constantFrom(
  {},
  { username: 'anna', password: 'one' },
  { username: 'anna', password: 'two' },
  { username: 'a@b' },
);
const candidate: fc.Arbitrary<Candidate> = fc.tuple(address, user).map(([one, more]) => ({ ...one, ...more }));
const keyOf = ({ kind, username, host, port }: Candidate) => JSON.stringify([kind, username, host, port]);

it('is what a map of keys would be', () => {
  const feed = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(fc.tuple(feed, candidate), { maxLength: 200 }), (entries) => {
      const candidates = createCandidates();
      const model = new Map<string, { first: Candidate; feeds: Set<string> }>();
      for (const [name, one] of entries) {
        const known = model.get(keyOf(one));
        expect(candidates.add(name, one)).toBe(known ? 'duplicate' : 'fresh');
        if (known) known.feeds.add(name);
        else model.set(keyOf(one), { first: one, feeds: new Set([name]) });
      }
      expect(candidates.size).toBe(model.size);
      for (const [index, { first, feeds }] of [...model.values()].entries()) {
        expect(candidates.at(index)).toEqual(first);
        expect([...candidates.feedsOf(index)].sort()).toEqual([...feeds].sort());
      }
    }),
  );
});

it('takes an address as a number for what it is as text', () => {
  fc.assert(
    fc.property(kind, fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), (one, host, port) => {
      const candidates = createCandidates();
      candidates.add('a', { kind: one, host, port });
      const [a = 0, b = 0, c = 0, d = 0] = host.split('.').map(Number);
      const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
      expect(candidates.addV4('b', one, address, port)).toBe('duplicate');
      expect(candidates.feedsOf(0)).toEqual(['a', 'b']);
    }),
  );
});

it('grows, and finds each again', () => {
  const candidates = createCandidates();
  const count = 50_000;
  const addAll = (feed: string) =>
    new Set(Array.from({ length: count }, (_, at) => candidates.addV4(feed, 'http', at * 257, at + 1)));
  expect([...addAll('a'), ...addAll('b')]).toEqual(['fresh', 'duplicate']);
  expect(candidates.size).toBe(count);
  expect(candidates.at(count - 1)).toEqual({ kind: 'http', host: '0.196.18.79', port: 50_000 });
});

it('holds no more than it may, and still knows those it has', () => {
  const candidates = createCandidates(2);
  const one = { kind: undefined, host: '1.1.1.1', port: 1 };
  expect(candidates.add('a', one)).toBe('fresh');
  expect(candidates.add('a', { ...one, host: 'h.example' })).toBe('fresh');
  expect(candidates.add('a', { ...one, port: 2 })).toBe('full');
  expect(candidates.add('b', { ...one, host: 'i.example' })).toBe('full');
  expect(candidates.add('b', one)).toBe('duplicate');
  expect(candidates.size).toBe(2);
  expect(() => candidates.at(2)).toThrow(RangeError);
});
