import { expect, it } from 'vitest';
import { Refusal } from './answer.ts';
import { readAsked } from './asked.ts';

const read = (query: string) => readAsked(new URLSearchParams(query));

it.each([
  ['', {}],
  ['protocol=http', { kinds: ['http'] }],
  ['protocol=SOCKS5,socks4', { kinds: ['socks5', 'socks4'] }],
  ['country=us,DE', { countries: ['us', 'de'] }],
  ['exclude_country=cn', { notCountries: ['cn'] }],
  ['asn=64496,AS64500', { asns: [64_496, 64_500] }],
  ['anonymity=elite', { anonymity: 'elite' }],
  ['tls=1&confirmed=false', { tls: true, confirmed: false }],
  ['max_latency=500.5&min_uptime=0.9', { maxLatencyMs: 500.5, minUptime: 0.9 }],
  ['feed=one,two', { feeds: ['one', 'two'] }],
])('reads %s', (query, where) => {
  expect(read(query)).toEqual({ where, limit: 1, format: undefined, exclude: new Set() });
});

it('reads how many, in which format, and without whom', () => {
  expect(read('limit=10000&format=JSON')).toMatchObject({ limit: 10_000, format: 'json' });
  expect(read('all=1').limit).toBeUndefined();
  expect(read('all=0').limit).toBe(1);
  expect(read('exclude=192.0.2.1:80,HTTP://u:p@h.example:1').exclude).toEqual(new Set(['192.0.2.1:80', 'h.example:1']));
});

it.each([
  ['limt=1', /^The parameter limt is not known here; there are protocol, .*, and key\.$/],
  ['limit=0', /^The parameter limit must be a whole number from 1 to 10,000\.$/],
  ['limit=1.5', /limit must be a whole number/],
  ['limit=1e3', /limit must/],
  ['limit=', /limit must/],
  ['limit=1&limit=1', /^The parameter limit is given twice\.$/],
  ['limit=1&all=1', /^The parameter all does not go with limit\.$/],
  ['all=yes', /^The parameter all must be 1 or 0\.$/],
  ['protocol=ftp', /^The parameter protocol must be http, https, socks4, socks5, several with commas between\.$/],
  ['country=usa', /^The parameter country must be a country code/],
  ['country=us,', /^The parameter country must/],
  ['exclude_country=1', /^The parameter exclude_country must/],
  ['asn=0', /^The parameter asn must/],
  ['asn=4294967296', /^The parameter asn must/],
  ['anonymity=high', /^The parameter anonymity must be transparent, anonymous, elite\.$/],
  ['tls=maybe', /^The parameter tls must be 1 or 0\.$/],
  ['max_latency=-1', /^The parameter max_latency must be a number from 1 to 600,000\.$/],
  ['min_uptime=90', /^The parameter min_uptime must be a number from 0 to 1\.$/],
  ['format=xml', /^The parameter format must be text, url, json, ndjson, csv\.$/],
  [`exclude=${'a,'.repeat(1_000)}a`, /^The parameter exclude may name 1000 proxies\.$/],
])('refuses %s', (query, sentence) => {
  expect(() => read(query)).toThrow(Refusal);
  try {
    read(query);
  } catch (error) {
    expect((error as Refusal).detail).toMatch(sentence);
    expect((error as Refusal).code).toBe('validation_failed');
  }
});

it('knows only the parameters of its endpoint', () => {
  expect(() => readAsked(new URLSearchParams('limit=1'), ['country'])).toThrow(Refusal);
});
