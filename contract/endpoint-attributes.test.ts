import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTE_RULES, lonelyPlace, readAttributes, statedAttributes } from './endpoint-attributes.ts';
import { OPTION_RULES } from './options/table.ts';

describe('an attribute', () => {
  it.each([
    ['country', 'US', 'us'],
    ['state', 'New York', 'new_york'],
    ['state', 'north-carolina', 'north_carolina'],
    ['city', 'São Paulo', 'sao_paulo'],
    ['city', 'St. John’s', 'st_johns'],
    ['asn', 'AS64500', 64_500],
    ['asn', '64500', 64_500],
    ['weight', '2', 2],
    ['weight', '0.25', 0.25],
  ] as const)('%s %s is kept as %s', (key, text, value) => expect(ATTRIBUTE_RULES[key].parse(text)).toBe(value));

  it.each([
    ['country', 'Germany'],
    ['country', 'zz'],
    ['city', '東京'],
    ['city', ''],
    ['asn', '0'],
    ['asn', 'AS'],
    ['asn', '4294967296'],
    ['weight', '0'],
    ['weight', '-1'],
    ['weight', '1001'],
    ['weight', 'many'],
    ['weight', '1e3'],
  ] as const)('%s is not %j', (key, text) => expect(ATTRIBUTE_RULES[key].parse(text)).toBeUndefined());

  it('is what a client can ask for, whatever it was made of', () => {
    fc.assert(
      fc.property(fc.constantFrom('country', 'state', 'city', 'asn'), fc.string({ unit: 'binary' }), (key, text) => {
        const value = ATTRIBUTE_RULES[key].parse(text);
        const rule = OPTION_RULES.find(({ name }) => name === key);
        if (value !== undefined) expect(rule?.parse(String(value))).toBe(value);
      }),
    );
  });
});

it('knows what is said, what is taken back, and what is left alone', () => {
  const change = readAttributes({ weight: '3', country: 'US', city: null });
  expect(change).toEqual({ weight: 3, country: 'us', city: null });
  expect(statedAttributes(change)).toEqual({ weight: 3, country: 'us' });
});

it('misses the country of a state or a city', () => {
  expect(
    [{ state: 'ohio' }, { city: 'dayton', country: null }, { city: 'dayton', country: 'us' }, {}].map(lonelyPlace),
  ).toEqual(['state', 'city', undefined, undefined]);
});
