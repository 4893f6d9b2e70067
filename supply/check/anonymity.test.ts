import { describe, expect, it } from 'vitest';
import { anonymityOf } from './anonymity.ts';

const OWN = new Set(['198.51.100.7', '2001:db8::7']);
const DIRECT = {
  headers: [
    ['host', '198.51.100.7:8090'],
    ['user-agent', 'test'],
  ],
} as const;
const EXIT = '203.0.113.9';

const of = (
  more: [string, string][],
  address: string | null = EXIT,
  baseline: Parameters<typeof anonymityOf>[1] = DIRECT,
) => anonymityOf({ address, headers: [...DIRECT.headers, ...more] }, baseline, OWN);

describe('transparent', () => {
  it.each([
    [[['x-forwarded-for', '198.51.100.7']]],
    [[['x-forwarded-for', '10.0.0.1, 198.51.100.7']]],
    [[['forwarded', 'for="[2001:DB8:0::7]:80"']]],
    [[['via', '1.1 198.51.100.7']]],
    [[['x-any-name', '::ffff:198.51.100.7']]],
  ] as [[string, string][]][])('is %j', (headers) => expect(of(headers)).toBe('transparent'));
  it('is one that leaves by our own address', () => expect(of([], '198.51.100.7')).toBe('transparent'));
});

describe('anonymous', () => {
  it.each([
    'via',
    'x-forwarded-for',
    'forwarded',
    'proxy-connection',
    'x-proxy-id',
    'client-ip',
    'x-real-ip',
    'x-forwarded-proto',
    'cf-connecting-ip',
  ])('is one that sends %s', (name) => expect(of([[name, 'unknown']])).toBe('anonymous'));
  it('is one that names an address which holds ours as a part', () =>
    expect(of([['x-forwarded-for', '198.51.100.70']])).toBe('anonymous'));
});

describe('elite', () => {
  it.each([
    [[]],
    [[['cache-control', 'max-age=259200']]],
    [[['connection', 'keep-alive']]],
    [[['accept-encoding', 'gzip']]],
  ] as [[string, string][]][])('is %j', (headers) => expect(of(headers)).toBe('elite'));
  it('is one whose exit the judge does not tell', () => expect(of([], null)).toBe('elite'));
});

describe('a judge behind a balancer that writes headers itself', () => {
  const baseline = { headers: [...DIRECT.headers, ['x-forwarded-for', '198.51.100.7'] as const] };
  it('takes its own away', () => expect(of([['x-forwarded-for', EXIT]], EXIT, baseline)).toBe('elite'));
  it('still sees what a proxy puts before them', () => {
    expect(of([['x-forwarded-for', `unknown, ${EXIT}`]], EXIT, baseline)).toBe('anonymous');
    expect(of([['x-forwarded-for', `198.51.100.7, ${EXIT}`]], EXIT, baseline)).toBe('transparent');
  });
});
