import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHost, hostPatternProblem, isHostName, matchHosts } from './host-pattern.ts';

describe('hostPatternProblem', () => {
  it.each([
    '*',
    'example.com',
    '*.example.com',
    'localhost',
    '_dmarc.example.com',
    '10.0.0.1',
    '10.0.0.0/8',
    '::1',
    'fd00::/8',
  ])('accepts %s', (pattern) => {
    expect(hostPatternProblem(pattern)).toBeUndefined();
  });

  it.each([
    '',
    '*.',
    '**',
    'a b',
    '-a.com',
    'a..b',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0/8',
    '1.2.3',
    '999.1.1.1',
    'a/8',
    'http://a',
  ])('refuses %j', (pattern) => {
    expect(hostPatternProblem(pattern)).toMatch(/^must be a host name/);
  });
});

it.each([
  ['example.com', true],
  ['db_1', true],
  ['127.0.0.1', true],
  ['127.1', false],
  ['::1', false],
  ['*.example.com', false],
  ['10.0.0.0/8', false],
  ['', false],
])('%j may stand for a host: %s', (text, may) => {
  expect(isHostName(text)).toBe(may);
});

it.each([
  ['Example.COM.', 'example.com'],
  ['[::1]', '::1'],
])('%s is compared as %s', (host, canonical) => {
  expect(canonicalHost(host)).toBe(canonical);
});

describe('matchHosts', () => {
  it.each([
    ['example.com', ['example.com', 'EXAMPLE.com.'], ['www.example.com', 'badexample.com']],
    ['*.example.com', ['www.example.com', 'a.b.EXAMPLE.com.'], ['example.com', 'badexample.com', '.example.com']],
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255', '10.0.0.1.', '::ffff:10.1.1.1'], ['11.0.0.0', '10.example.com']],
    ['10.0.0.1/8', ['10.9.9.9', '::FFFF:0a09:0909', '[0:0:0:0:0:ffff:10.9.9.9]'], ['::10.9.9.9', '::ffff:11.0.0.1']],
    ['::ffff:10.0.0.0/104', ['10.1.1.1', '::ffff:10.1.1.1'], ['11.0.0.1', '::1']],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'], ['::1', 'localhost']],
    ['fe80::/10', ['fe80::1%eth0', 'FEBF::1'], ['fec0::1']],
    ['127.0.0.1', ['127.0.0.1'], ['127.0.0.2']],
    ['fd00::/8', ['fd00::1', '[fdff::1]'], ['fe80::1', '10.0.0.1']],
    ['*', ['anything', '10.0.0.1', '::1'], []],
  ])('%s', (pattern, inside, outside) => {
    const matches = matchHosts([pattern]);
    expect(inside.map(matches)).toEqual(inside.map(() => true));
    expect(outside.map(matches)).toEqual(outside.map(() => false));
  });

  it('matches nothing without patterns', () => {
    expect(matchHosts([])('example.com')).toBe(false);
  });

  it('takes an address for one of a range exactly when their first bits are equal', () => {
    const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    const near = fc.tuple(number, fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 31 }), fc.boolean());
    fc.assert(
      fc.property(near, ([base, bits, flipped, flip]) => {
        const address = flip ? (base ^ (1 << flipped)) >>> 0 : base;
        const matches = matchHosts([`${dotted(base)}/${bits}`]);
        // Bit 31 is the first of an address.
        const inside = !flip || 31 - flipped >= bits;
        expect([matches(dotted(address)), matches(`::ffff:${dotted(address)}`)]).toEqual([inside, inside]);
      }),
    );
  });

  it('matches every host by its own name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), (host) => {
        expect(matchHosts([host])(host)).toBe(true);
      }),
    );
  });
});
