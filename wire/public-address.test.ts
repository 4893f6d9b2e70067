import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddress } from './ip-address.ts';
import { isPublicAddress, scopeOf, scopeOfV4 } from './public-address.ts';

const PRIVATE = [
  ...['10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.0.1', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.168.1.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1'],
  ...['::ffff:a9fe:a9fe', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0'],
];
const SPECIAL = [
  ...['0.0.0.0', '192.0.0.1', '192.0.2.9', '192.88.99.1', '198.18.0.1', '198.19.255.255', '198.51.100.7'],
  ...['203.0.113.5', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::7f00:1', '::ffff:0:7f00:1'],
  ...['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
  ...['4000::1', '5f00::1', 'fec0::1', 'ff02::1', 'name.example', '127.1', ''],
];
const PUBLIC = [
  ...['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1'],
  ...['192.169.0.1', '198.17.255.255', '198.20.0.0', '223.255.255.255', '::ffff:8.8.8.8', '2606:4700::1111'],
];

it('tells what addresses are for', () => {
  for (const address of PRIVATE) expect([address, scopeOf(address)]).toEqual([address, 'private']);
  for (const address of SPECIAL) expect([address, scopeOf(address)]).toEqual([address, 'special']);
  for (const address of PUBLIC) expect([address, scopeOf(address)]).toEqual([address, 'public']);
});

it('judges an IPv4 address alike as a number, as text and inside IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const scope = scopeOfV4(parseAddress(address)?.readUInt32BE() ?? -1);
      expect([scopeOf(address), scopeOf(`::ffff:${address}`)]).toEqual([scope, scope]);
      expect(isPublicAddress(address)).toBe(scope === 'public');
    }),
  );
});
