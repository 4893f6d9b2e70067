/** Ranges of IP addresses, `10.0.0.7`, `10.0.0.0/8` or `fd00::/8`, and the test whether an address lies in one of them. */
import { BlockList, isIP } from 'node:net';

export type AddressMatcher = (address: string) => boolean;

export interface AddressRange {
  readonly address: string;
  /** Leading bits that must agree. */
  readonly bits: number;
}

/** Of one list. */
export const MOST_RANGES = 256;

/** RFC 4291 §2.5.5.2: how a socket that speaks IPv6 names a peer that speaks IPv4. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** The parts of `ADDRESS/BITS`, or undefined when the text is none. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return undefined;
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? { address, bits: Number(bits) } : undefined;
}

/** Why `text` is not an address or a range, or undefined when it is one. A mapped range would look like two families. */
export function addressRangeProblem(text: string): string | undefined {
  const address = parseRange(text)?.address ?? text;
  if (isIP(address) === 0 || address.includes('%'))
    return 'must be an IP address or a CIDR range, for example 10.0.0.7 or 10.0.0.0/8';
  return /^::ffff:/i.test(address) ? 'must be written as IPv4, for example 10.0.0.0/8' : undefined;
}

/** The address of a client as it is judged: IPv4 in IPv6 as IPv4, and no zone behind a link-local one. */
export const clientAddress = (address: string): string => address.replace(MAPPED, '').replace(/%.*$/, '');

/** Compiles ranges once into one test of addresses in the form of `clientAddress`. IPv6 ranges hold no IPv4 address. */
export function matchAddresses(ranges: readonly string[]): AddressMatcher {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const text of ranges) {
    const range = parseRange(text);
    const family = isIP(range?.address ?? text) === 6 ? 'ipv6' : 'ipv4';
    if (range) lists[family].addSubnet(range.address, range.bits, family);
    else lists[family].addAddress(text, family);
  }
  return (address) => {
    const version = isIP(address);
    const family = version === 6 ? 'ipv6' : 'ipv4';
    return version !== 0 && lists[family].check(address, family);
  };
}
