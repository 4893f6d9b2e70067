import { expect, it } from 'vitest';
import { COUNTRIES } from './countries.ts';

it('has every code of ISO 3166-1, and Kosovo', () => {
  expect(COUNTRIES.size).toBe(250);
  // The names are ICU's, made by others; what has none there is given back as its code.
  const names = new Intl.DisplayNames('en', { type: 'region' });
  for (const code of COUNTRIES) expect(names.of(code.toUpperCase())).not.toBe(code.toUpperCase());
});

it('knows a country by its present code alone', () => {
  expect(['us', 'gb', 'de', 'ss', 'xk'].filter((code) => !COUNTRIES.has(code))).toEqual([]);
  // Not assigned, though some say them; withdrawn; upper case.
  expect(['uk', 'eu', 'su', 'yu', 'US', ''].filter((code) => COUNTRIES.has(code))).toEqual([]);
});
