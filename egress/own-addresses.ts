/**
 * Where this gateway itself is: its listeners, and the endpoints that its pools lead through. Neither is a target. A
 * request to a listener would come in again and again; one to an endpoint would pass it by without its policy.
 */
import { isIP } from 'node:net';
import { canonicalHost, matchHosts } from '@atlantic/contract/host-pattern.ts';
import { formatAddress, parseAddress } from '@atlantic/wire/ip-address.ts';
import type { Target } from './intent.ts';

/** A listener as it is bound, or an endpoint as configuration names it. */
export interface OwnPlace {
  readonly host: string;
  readonly port: number;
}

/** What stands at the target, if it is one of the gateway's own places. */
export type FindOwn = (target: Target) => 'endpoint' | 'listener' | undefined;

const MAPPED = '::ffff:';
const UNSPECIFIED = new Set(['0.0.0.0', '::']);

/** One text for each host: names canonical, addresses as RFC 5952 has them, IPv4 in IPv6's clothes as IPv4. */
function sameText(host: string): string {
  const canonical = canonicalHost(host);
  const octets = parseAddress(canonical);
  const text = octets ? formatAddress(octets) : canonical;
  return text.startsWith(MAPPED) && isIP(text.slice(MAPPED.length)) === 4 ? text.slice(MAPPED.length) : text;
}

const isLoopback = (host: string): boolean => host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * `local` are the addresses of this machine, and the prefixes it takes for its own: a listener on all addresses is at each of them. Connecting to
 * the unspecified address reaches loopback, so it stands for any listener there.
 */
export function compileOwn(own: {
  readonly endpoints: readonly OwnPlace[];
  readonly listeners: readonly OwnPlace[];
  readonly local: readonly string[];
}): FindOwn {
  /** Of nearly all targets the port alone says that they are none of these. */
  const ports = new Set([...own.endpoints, ...own.listeners].map(({ port }) => port));
  const endpoints = new Set(own.endpoints.map(({ host, port }) => `${sameText(host)} ${port}`));
  const isLocal = matchHosts(own.local);
  const bound = new Map<number, Set<string>>();
  for (const { host, port } of own.listeners) {
    const hosts = bound.get(port) ?? new Set();
    bound.set(port, hosts.add(sameText(host)));
  }

  const isListener = (host: string, port: number): boolean => {
    const hosts = bound.get(port);
    if (!hosts) return false;
    if (hosts.has(host)) return true;
    const everywhere = [...UNSPECIFIED].some((any) => hosts.has(any));
    if (everywhere) return host === 'localhost' || isLoopback(host) || isLocal(host) || UNSPECIFIED.has(host);
    return (host === 'localhost' || UNSPECIFIED.has(host)) && [...hosts].some(isLoopback);
  };
  return ({ host: raw, port }) => {
    if (!ports.has(port)) return undefined;
    const host = sameText(raw);
    if (endpoints.has(`${host} ${port}`)) return 'endpoint';
    return isListener(host, port) ? 'listener' : undefined;
  };
}
