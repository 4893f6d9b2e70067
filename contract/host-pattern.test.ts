import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHost, hostPatternProblem, matchHosts } from './host-pattern.ts';

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
  ['Example.COM.', 'example.com'],
  ['[::1]', '::1'],
])('%s is compared as %s', (host, canonical) => {
  expect(canonicalHost(host)).toBe(canonical);
});

describe('matchHosts', () => {
  it.each([
    ['example.com', ['example.com', 'EXAMPLE.com.'], ['www.example.com', 'badexample.com']],
    ['*.example.com', ['www.example.com', 'a.b.example.com'], ['example.com', 'badexample.com', '.example.com']],
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255', '::ffff:10.1.1.1'], ['11.0.0.0', '10.example.com']],
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

  it('matches every host by its own name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), (host) => {
        expect(matchHosts([host])(host)).toBe(true);
      }),
    );
  });
});
