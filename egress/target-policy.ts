/**
 * Which targets may be reached. Private, loopback, link-local, metadata and other addresses that are not on the public
 * internet are refused unless configuration allows them, so that a gateway is no door into its own network.
 */
import { BlockList, isIP } from 'node:net';
import { portInRanges } from '@atlantic/contract/config/port-range.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { canonicalHost, matchHosts } from '@atlantic/contract/host-pattern.ts';
import type { SnapshotTargets } from '@atlantic/contract/snapshot.ts';
import type { Target } from './intent.ts';
import type { FindOwn } from './own-addresses.ts';

export interface TargetPolicy {
  /** What can be said without resolving: port, rules, literal addresses, names that mean this machine or network. */
  check(target: Target): void;
  /** Every address that a name resolved to; one bad address refuses them all, whichever would have been tried. */
  checkAddresses(target: Target, addresses: readonly string[]): void;
}

/** IANA special-purpose registries (RFC 6890 and its updates): everything that is not globally reachable, and multicast. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/**
 * Where IPv6 can be public at all: the only block of global unicast addresses that IANA gives out, and IPv4 in IPv6's
 * clothes, which is judged by the IPv4 list. Everything else (loopback, link-local, unique local, NAT64, multicast) is not.
 */
const GLOBAL_V6 = ['2000::/3', '::ffff:0:0/96'];
/** Within it: special purposes, and Teredo and 6to4, which can wrap a private IPv4 address. */
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
/** Names that resolve to this machine or its network by convention (RFC 6761, RFC 6762, cloud metadata). */
const LOCAL_NAMES = ['localhost', '*.localhost', '*.local', '*.internal', '*.home.arpa'];

function addRanges(list: BlockList, family: 'ipv4' | 'ipv6', ranges: readonly string[]): void {
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), family);
  }
}
const globalV6 = new BlockList();
addRanges(globalV6, 'ipv6', GLOBAL_V6);
const notPublic = new BlockList();
addRanges(notPublic, 'ipv4', NOT_PUBLIC_V4);
addRanges(notPublic, 'ipv6', NOT_PUBLIC_V6);
const isLocalName = matchHosts(LOCAL_NAMES);

/** Is this literal address on the public internet? IPv4 inside IPv6 (`::ffff:…`) is judged as the IPv4 address it is. */
export const isPublicAddress = (address: string): boolean =>
  isIP(address) === 6
    ? globalV6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
    : !notPublic.check(address, 'ipv4');

const NOWHERE: FindOwn = () => undefined;

/**
 * Compiles the rules of a snapshot. `deny` comes first, then what is the gateway's own, then `allow`, then what is
 * private. `*` allows everything but the gateway's own places, which must be named.
 */
export function compileTargets(
  { allowPrivate, allow, deny, ports }: SnapshotTargets,
  own: FindOwn = NOWHERE,
): TargetPolicy {
  const allowed = matchHosts(allow);
  const named = matchHosts(allow.filter((pattern) => pattern !== '*'));
  const denied = matchHosts(deny);

  const checkOwn = (host: string, place: Target) => {
    const found = named(host) || named(place.host) ? undefined : own(place);
    if (found)
      throw new AtlanticError('target_denied', {
        detail: `It is ${found === 'endpoint' ? 'an endpoint' : 'a listener'} of this gateway.`,
      });
  };
  const checkAddress = (host: string, { host: address, port }: Target) => {
    if (denied(address))
      throw new AtlanticError('target_denied', { detail: 'A rule of this gateway denies its address.' });
    checkOwn(host, { host: address, port });
    if (allowPrivate || allowed(host) || allowed(address) || isPublicAddress(address)) return;
    throw new AtlanticError('target_denied', { detail: 'Its address is not on the public internet.' });
  };

  return {
    check({ host: raw, port }) {
      const host = canonicalHost(raw);
      if (!portInRanges(port, ports))
        throw new AtlanticError('target_port_denied', { detail: `The port was ${port}.` });
      if (denied(host)) throw new AtlanticError('target_denied', { detail: 'A rule of this gateway denies it.' });
      if (isIP(host) !== 0) return checkAddress(host, { host, port });
      // Forms that resolvers read as addresses and parsers do not: 127.1, 127.0.0.0x1, 2130706433.
      if (/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/.test(host)) {
        throw new AtlanticError('target_denied', { detail: 'It is an address in a short or numeric form.' });
      }
      checkOwn(host, { host, port });
      if (isLocalName(host) && !allowPrivate && !allowed(host)) {
        throw new AtlanticError('target_denied', { detail: 'The name means this machine or its network.' });
      }
    },
    checkAddresses({ host, port }, addresses) {
      for (const address of addresses) checkAddress(host, { host: address, port });
    },
  };
}
