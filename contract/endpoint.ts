/** An endpoint as the planes know it, made of its URL. */
import { createHash } from 'node:crypto';
import type { EndpointUrl } from './config/endpoint-url.ts';
import type { SnapshotEndpoint } from './snapshot.ts';

/** `KIND://HOST:PORT`: as it may be shown. */
export const endpointAddress = ({ kind, host, port }: Pick<EndpointUrl, 'kind' | 'host' | 'port'>): string =>
  `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Tells endpoints apart in health, metrics and logs. It depends on nothing but the pool, the address and the user. */
export function endpointId(pool: string, address: string, username: string | undefined): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([address, username ?? null]))
    .digest('hex');
  return `${pool}-${digest.slice(0, 12)}`;
}

/** An endpoint's URL in its parts. */
type EndpointParts = Pick<EndpointUrl, 'kind' | 'host' | 'port'> & {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
};

/** The endpoint of `pool` that the URL names. The password is no part of who it is. */
export function endpointOf(pool: string, { kind, host, port, username, password }: EndpointParts): SnapshotEndpoint {
  const address = endpointAddress({ kind, host, port });
  return {
    id: endpointId(pool, address, username),
    address,
    kind,
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}
