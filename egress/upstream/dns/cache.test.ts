import { type DnsSettings, dnsSettingsSchema } from '@atlantic/contract/dns-settings.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../limits.ts';
import type { Answer } from './answer.ts';
import { createDnsCache, type Known } from './cache.ts';

const found = (ttlSeconds: number | undefined, ...addresses: string[]): Answer => ({
  kind: 'addresses',
  addresses,
  ttlMs: ttlSeconds === undefined ? undefined : ttlSeconds * 1000,
});
const NONE: Answer = { kind: 'none' };
const FAILED: Answer = { kind: 'failed' };

function begin(changes: Partial<DnsSettings> = {}) {
  let time = 0;
  const cache = createDnsCache({ ...dnsSettingsSchema.parse({}), ...changes }, () => time);
  const wait = (seconds: number) => {
    time += seconds * 1000;
  };
  return { cache, wait, time: () => time };
}

/** In one word. */
const word = (known: Known): string =>
  known.state === 'known' ? (known.refresh ? 'refresh' : known.answer.kind) : known.state;

describe('an answer', () => {
  it('serves for its time, is asked for anew in the last tenth, and serves in need after it', () => {
    const { cache, wait } = begin({ staleSeconds: 10 });
    cache.keep('a', found(100, '192.0.2.1'));
    const words = [0, 89, 1, 9, 1, 9, 1].map((seconds) => {
      wait(seconds);
      return word(cache.look('a'));
    });
    expect(words).toEqual(['addresses', 'addresses', 'refresh', 'refresh', 'stale', 'stale', 'unknown']);
    expect(cache.size).toBe(0);
  });

  it.each<[what: string, ttl: number | undefined, holds: number]>([
    ['no less than the least', 0, 5],
    ['no longer than the most', 1000, 20],
    ['a moment when nobody says how long', undefined, LIMITS.dnsUntoldMs / 1000],
  ])('holds for %s', (_what, ttl, holds) => {
    const { cache, wait } = begin({ minTtlSeconds: 5, maxTtlSeconds: 20, staleSeconds: 0 });
    cache.keep('a', found(ttl, '192.0.2.1'));
    wait(holds - 0.001);
    expect(cache.look('a').state).toBe('known');
    wait(0.001);
    expect(word(cache.look('a'))).toBe('unknown');
  });

  it('goes on while the name servers fail, which are then asked seldom', () => {
    const { cache, wait } = begin({ staleSeconds: 300 });
    cache.keep('a', found(10, '192.0.2.1'));
    wait(10);
    cache.keep('a', FAILED);
    expect(word(cache.look('a'))).toBe('addresses');
    wait(LIMITS.dnsStaleRestMs / 1000);
    expect(word(cache.look('a'))).toBe('stale');
    wait(300);
    cache.keep('a', FAILED);
    expect(word(cache.look('a'))).toBe('failed');
  });

  it('ends at once when the name servers say that there is none any more', () => {
    const { cache } = begin();
    cache.keep('a', found(10, '192.0.2.1'));
    cache.keep('a', NONE);
    expect(word(cache.look('a'))).toBe('none');
  });
});

it('keeps for a while that there is no address, and for a moment that nobody could say', () => {
  const { cache, wait } = begin({ negativeTtlSeconds: 5 });
  cache.keep('no', NONE);
  cache.keep('bad', FAILED);
  expect([word(cache.look('no')), word(cache.look('bad'))]).toEqual(['none', 'failed']);
  wait(1);
  expect([word(cache.look('no')), word(cache.look('bad'))]).toEqual(['none', 'unknown']);
  wait(4);
  expect(word(cache.look('no'))).toBe('unknown');
});

it('forgets first what was not used for the longest, and remembers nothing where it may not', () => {
  const { cache } = begin({ cacheEntries: 2 });
  cache.keep('a', NONE);
  cache.keep('b', NONE);
  cache.look('a');
  cache.keep('c', NONE);
  expect(['a', 'b', 'c'].map((host) => cache.look(host).state)).toEqual(['known', 'unknown', 'known']);
  const none = begin({ cacheEntries: 0 }).cache;
  none.keep('a', NONE);
  expect(none.size).toBe(0);
});

it('never says what it was not told, nor beyond its time, and stays within its bound', () => {
  const hosts = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.oneof(
    fc.record({ do: fc.constant('keep' as const), host: hosts, ttl: fc.integer({ min: 0, max: 40 }) }),
    fc.record({ do: fc.constant('fail' as const), host: hosts }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ do: fc.constant('look' as const), host: hosts }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 3 }), (steps, cacheEntries) => {
      const settings = { cacheEntries, minTtlSeconds: 2, maxTtlSeconds: 30, staleSeconds: 7 };
      const { cache, wait, time } = begin(settings);
      const told = new Map<string, { address: string; usableUntil: number }>();
      let count = 0;
      for (const now of steps) {
        if (now.do === 'wait') wait(now.seconds);
        if (now.do === 'fail') cache.keep(now.host, FAILED);
        if (now.do === 'keep') {
          count += 1;
          cache.keep(now.host, found(now.ttl, String(count)));
          const holds = Math.min(Math.max(now.ttl, 2), 30) + 7;
          told.set(now.host, { address: String(count), usableUntil: time() + holds * 1000 });
        }
        if (now.do === 'look') {
          const known = cache.look(now.host);
          if (known.state === 'unknown' || known.answer.kind !== 'addresses') continue;
          const last = told.get(now.host);
          expect(known.answer.addresses).toEqual([last?.address]);
          expect(time()).toBeLessThan(last?.usableUntil ?? 0);
        }
        expect(cache.size).toBeLessThanOrEqual(cacheEntries);
      }
    }),
  );
});
