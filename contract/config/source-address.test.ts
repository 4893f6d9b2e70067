import { expect, it } from 'vitest';
import { parseSourceAddress, sourceAddressProblem } from './source-address.ts';

it.each([
  ['192.0.2.7', { family: 4, address: '192.0.2.7', bits: 32 }],
  ['2001:db8::7', { family: 6, address: '2001:db8::7', bits: 128 }],
  ['2001:db8:1::/64', { family: 6, address: '2001:db8:1::', bits: 64 }],
  ['2001:db8::/32', { family: 6, address: '2001:db8::', bits: 32 }],
  ['2001:db8::1/128', { family: 6, address: '2001:db8::1', bits: 128 }],
])('%s', (text, parts) => {
  expect(parseSourceAddress(text)).toEqual(parts);
  expect(sourceAddressProblem(text)).toBeUndefined();
});

it.each([
  ...['192.0.2.0/24', '192.0.2.7/32', '2001:db8::/31', '2001:db8::/129', '2001:db8::/', '2001:db8::/6x', '::/64/64'],
  ...['fe80::1%eth0', 'eth0', 'localhost', ''],
])('%s is none', (text) => {
  expect(parseSourceAddress(text)).toBeUndefined();
  expect(sourceAddressProblem(text)).toBe(
    'must be an IP address of this machine, or an IPv6 prefix of 32 to 128 bits such as 2001:db8:1::/64',
  );
});
