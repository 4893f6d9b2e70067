/** What a proxy is asked to connect to: the target as the client named it, or an address that was resolved and judged here. */
import { isIP } from 'node:net';
import type { EndpointKind } from '@atlantic/contract/config/endpoint-url.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { NameResolver } from '@atlantic/contract/snapshot.ts';
import type { Target } from '../intent.ts';
import type { TargetPolicy } from '../target-policy.ts';
import type { Resolve } from './resolve.ts';

interface Reach {
  /** Who resolves, where the protocol or the URL's scheme leaves no choice. */
  readonly names?: NameResolver;
  /** Can it be asked for an IPv6 address? */
  readonly ipv6: boolean;
}

const REACH: Readonly<Record<EndpointKind, Reach>> = {
  http: { ipv6: true },
  https: { ipv6: true },
  socks4: { names: 'gateway', ipv6: false },
  socks4a: { ipv6: false },
  socks5: { ipv6: true },
  socks5h: { names: 'upstream', ipv6: true },
};

/**
 * Of several addresses the first IPv4 one is taken, since many proxies have no IPv6. Rejects with `target_denied`, a DNS
 * code, or `exit_family_unmatched` where the endpoint cannot be told of any address of the target.
 */
export async function destinationOf(options: {
  kind: EndpointKind;
  /** Who resolves where the kind leaves it open. */
  names: NameResolver;
  target: Target;
  policy: TargetPolicy;
  resolve: Resolve;
}): Promise<Target> {
  const { kind, target, policy, resolve } = options;
  const { names = options.names, ipv6 } = REACH[kind];
  const isLiteral = isIP(target.host) !== 0;
  if (!isLiteral && names === 'upstream') return target;
  const addresses = isLiteral ? [target.host] : await resolve(target.host);
  policy.checkAddresses(target, addresses);
  const host = addresses.find((address) => isIP(address) === 4) ?? (ipv6 ? addresses[0] : undefined);
  if (host === undefined)
    throw new AtlanticError('exit_family_unmatched', { detail: 'SOCKS4 carries IPv4 addresses only.' });
  return { host, port: target.port };
}
