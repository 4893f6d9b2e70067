/**
 * Which targets may be reached. Private, loopback, link-local, metadata and other addresses that are not on the public
 * internet are refused unless configuration allows them, so that a gateway is no door into its own network.
 */
import { isIP } from 'node:net';
import { portInRanges } from '@atlantic/contract/config/port-range.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { canonicalHost, matchHosts } from '@atlantic/contract/host-pattern.ts';
import { isLocalName } from '@atlantic/contract/local-name.ts';
import type { SnapshotTargets } from '@atlantic/contract/snapshot.ts';
import { isPublicAddress } from '@atlantic/wire/public-address.ts';
import type { Target } from './intent.ts';
import type { FindOwn } from './own-addresses.ts';

export interface TargetPolicy {
  /** What can be said without resolving: port, rules, literal addresses, names that mean this machine or network. */
  check(target: Target): void;
  /** Every address that a name resolved to; one bad address refuses them all, whichever would have been tried. */
  checkAddresses(target: Target, addresses: readonly string[]): void;
}

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
