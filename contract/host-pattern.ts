/**
 * Host patterns of routes and target rules: `example.com` (that name), `*.example.com` (every name below it),
 * an IPv4 or IPv6 address, a CIDR range, or `*`.
 */
import { BlockList, isIP } from 'node:net';
import { parseRange } from './address-range.ts';

export type HostMatcher = (host: string) => boolean;

const NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** A host as it is compared: lower case, without brackets or the root's trailing dot. */
export const canonicalHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

/** Is this a name that may be looked up, or an IPv4 address? Names of digits and dots alone are neither. */
export const isHostName = (text: string): boolean => isIP(text) === 4 || (NAME.test(text) && !/^[\d.]+$/.test(text));

/** Why `pattern` is not one, or undefined when it is good. */
export function hostPatternProblem(pattern: string): string | undefined {
  const name = pattern.startsWith('*.') ? pattern.slice(2) : pattern;
  if (pattern === '*' || isIP(pattern) !== 0 || parseRange(pattern)) return undefined;
  return isHostName(name) && isIP(name) === 0
    ? undefined
    : 'must be a host name, *.name, an IP address, a CIDR range, or *';
}

/** Compiles patterns once into one test. Addresses in `::ffff:1.2.3.4` form match IPv4 patterns too. */
export function matchHosts(patterns: readonly string[]): HostMatcher {
  if (patterns.length === 0) return () => false;
  const names = new Set<string>();
  const suffixes: string[] = [];
  const addresses = new BlockList();
  for (const pattern of patterns) {
    const range = parseRange(pattern);
    if (pattern === '*') return () => true;
    if (range) addresses.addSubnet(range.address, range.bits, family(range.address));
    else if (isIP(pattern) !== 0) addresses.addAddress(pattern, family(pattern));
    else if (pattern.startsWith('*.')) suffixes.push(pattern.slice(1).toLowerCase());
    else names.add(canonicalHost(pattern));
  }
  return (raw) => {
    const host = canonicalHost(raw);
    if (isIP(host) !== 0) return addresses.check(host, family(host));
    return names.has(host) || suffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length);
  };
}
