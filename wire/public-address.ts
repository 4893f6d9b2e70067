/** Which IP addresses are on the public internet, and what the others are for. */
import { BlockList, isIP } from 'node:net';
import { parseAddress, parseV4Number } from './ip-address.ts';

/** `private`: of this machine or its network. `special`: for documentation, multicast, benchmarks and the like. */
export type AddressScope = 'public' | 'private' | 'special';

/** IANA special-purpose registries (RFC 6890 and its updates): everything that is not globally reachable, and multicast. */
const NOT_PUBLIC_V4: readonly (readonly [address: string, bits: number, scope: AddressScope])[] = [
  ['0.0.0.0', 8, 'special'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['127.0.0.0', 8, 'private'],
  ['169.254.0.0', 16, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'special'],
  ['192.0.2.0', 24, 'special'],
  ['192.88.99.0', 24, 'special'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'special'],
  ['198.51.100.0', 24, 'special'],
  ['203.0.113.0', 24, 'special'],
  ['224.0.0.0', 3, 'special'],
];
/**
 * Where IPv6 can be public at all: the only block of global unicast addresses that IANA gives out, and IPv4 in IPv6's
 * clothes, which is judged by the IPv4 list. Everything else (loopback, link-local, unique local, NAT64, multicast) is not.
 */
const GLOBAL_V6 = ['2000::/3'];
/** Within it: special purposes, and Teredo and 6to4, which can wrap a private IPv4 address. */
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
/** Loopback, unique local (RFC 4193) and link-local. */
const PRIVATE_V6 = ['::1/128', 'fc00::/7', 'fe80::/10'];

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), 'ipv6');
  }
  return list;
}
const globalV6 = listOf(GLOBAL_V6);
const specialV6 = listOf(NOT_PUBLIC_V6);
const privateV6 = listOf(PRIVATE_V6);

/** RFC 4291 §2.5.5.2. */
const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

const RANGES = NOT_PUBLIC_V4.map(([address, bits, scope]) => {
  const mask = (0xff_ff_ff_ff << (32 - bits)) >>> 0;
  return { base: parseV4Number(address), mask, scope };
});
/** By the first octet, the ranges that begin with it: most addresses need no second look. */
const BY_FIRST = Array.from({ length: 256 }, (_, first) =>
  RANGES.filter(({ base, mask }) => ((first << 24) & mask & 0xff_00_00_00) >>> 0 === (base & 0xff_00_00_00) >>> 0),
);

/** `value`: the four octets as one number, the first of them highest. */
export function scopeOfV4(value: number): AddressScope {
  for (const { base, mask, scope } of BY_FIRST[value >>> 24] ?? []) if ((value & mask) >>> 0 === base) return scope;
  return 'public';
}

/** Of a literal address. IPv4 inside IPv6 (`::ffff:…`) is judged as the IPv4 address it is; what is no address is special. */
export function scopeOf(address: string): AddressScope {
  const number = parseV4Number(address);
  if (number >= 0) return scopeOfV4(number);
  if (isIP(address) === 0) return 'special';
  const octets = parseAddress(address);
  if (octets && MAPPED.equals(octets.subarray(0, 12))) return scopeOfV4(octets.readUInt32BE(12));
  if (privateV6.check(address, 'ipv6')) return 'private';
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6') ? 'public' : 'special';
}

export const isPublicAddress = (address: string): boolean => scopeOf(address) === 'public';
