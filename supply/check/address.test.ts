import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressesIn, canonicalAddress } from './address.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['192.0.2.256', undefined],
  ['example.com', undefined],
])('knows %s as %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical));

it.each([
  ['192.0.2.1', ['192.0.2.1']],
  ['for=192.0.2.1;proto=http;by=203.0.113.43', ['192.0.2.1', '203.0.113.43']],
  ['192.0.2.1:8080, 198.51.100.7', ['192.0.2.1', '198.51.100.7']],
  ['for="[2001:db8::7]:4711"', ['2001:db8::7']],
  ['2001:DB8::7, ::ffff:192.0.2.1', ['2001:db8::7', '192.0.2.1']],
  ['1.1 192.0.2.1 (squid/6)', ['192.0.2.1']],
  // A part of something longer is another thing.
  ['1192.0.2.1', []],
  ['192.0.2.1.7', []],
  ['192.0.2.10', ['192.0.2.10']],
  ['host-192.0.2.1.example.com', []],
  ['squid/192.0.2.1-beta', []],
  ['12:30:45', []],
])('finds in %j the addresses %j', (text, found) => expect([...addressesIn(text)]).toEqual(found));

it('finds every address that stands alone in a list', () => {
  const addresses = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 5 });
  fc.assert(
    fc.property(addresses, (list) => {
      const wanted = list.map((one) => canonicalAddress(one) ?? '');
      expect(new Set(addressesIn(list.join(', ')))).toEqual(new Set(wanted));
    }),
  );
});
