import { expect, it } from 'vitest';
import { countryOf, networkOf } from './record.ts';

it.each([
  [{ country: { iso_code: 'DE', names: { en: 'Germany' } } }, 'de'],
  [{ country_code: 'DE' }, 'de'],
  [{ country_code: 'ZZ' }, null],
  [{ country: {} }, null],
  [null, null],
  ['DE', null],
])('reads of %j the country %s', (record, country) => expect(countryOf(record)).toBe(country));

it.each([
  [
    { autonomous_system_number: 64_500, autonomous_system_organization: 'Example' },
    { asn: 64_500, network: 'Example' },
  ],
  [
    { autonomous_system_number: 0, autonomous_system_organization: '' },
    { asn: null, network: null },
  ],
  [null, { asn: null, network: null }],
])('reads of %j the network %j', (record, network) => expect(networkOf(record)).toEqual(network));
