/** Where supply is, and what it offers as endpoints. Pure. */
import { formatBind, isAnyHost, parseBind } from '@atlantic/contract/config/bind.ts';
import { endpointOf } from '@atlantic/contract/endpoint.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import type { Offered } from '@atlantic/contract/supply/channel.ts';
import { proxyKey } from '@atlantic/contract/supply/proxy.ts';

/**
 * Where supply answers, `http://HOST:PORT`: where it said that it does, or else where it was told to. Undefined where it is off,
 * or chose a port that it has not told yet.
 */
export function listenerOf(reported: string | undefined, listen: string | undefined): string | undefined {
  if (reported !== undefined || listen === undefined) return reported?.replace(/\/+$/, '');
  const bind = parseBind(listen);
  if (!bind || bind.port === 0) return undefined;
  const host = isAnyHost(bind.host) ? (bind.host === '::' ? '::1' : '127.0.0.1') : bind.host;
  return `http://${formatBind({ host, port: bind.port })}`;
}

/** One that is offered twice counts once. */
export function offeredEndpoints(pool: string, proxies: readonly Offered[]): SnapshotEndpoint[] {
  const endpoints = new Map<string, SnapshotEndpoint>();
  for (const { country, asn, provenAt, ...address } of proxies) {
    const endpoint = endpointOf(pool, address);
    endpoints.set(endpoint.id, {
      ...endpoint,
      ...(country !== undefined && { country }),
      ...(asn !== undefined && { asn }),
      provenAt,
    });
  }
  return [...endpoints.values()];
}

/** By the id of an endpoint, the key by which supply knows it. */
export const keysOf = (pool: string, proxies: readonly Offered[]): [id: string, key: string][] =>
  proxies.map((address) => [endpointOf(pool, address).id, proxyKey(address)]);

/** In an order of its own, so that the same proxies are the same text, however good they are today. */
export function offerText(proxies: readonly Offered[]): string {
  const sorted = proxies.map((proxy) => [proxyKey(proxy), proxy] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted.map(([, proxy]) => proxy));
}
