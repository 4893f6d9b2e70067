/** Opens the connection to an upstream proxy, by TLS where it speaks that; each kind of proxy has its own handshake then. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { type Connection, socketConnection } from '../relay/connection.ts';
import { dial, dialSocket } from './dial.ts';
import type { Resolve } from './resolve.ts';
import type { TlsClient } from './tls-client.ts';

/**
 * Resolves the proxy's own name and connects. Rejects with a connection code, a code of TLS, `dns_timeout`, or
 * `upstream_proxy_failed` where the name does not exist: that is the endpoint's fault, not the target's, and another
 * endpoint may serve.
 */
export async function dialProxy({
  endpoint,
  resolve,
  tls,
  ca,
  ending,
}: {
  endpoint: Pick<SnapshotEndpoint, 'kind' | 'host' | 'port'>;
  resolve: Resolve;
  tls: TlsClient;
  ca?: string | undefined;
  ending: AbortSignal;
}): Promise<Connection> {
  const addresses = await resolve(endpoint.host).catch((error) => {
    const unknown = error instanceof AtlanticError && error.code === 'dns_error';
    throw unknown
      ? new AtlanticError('upstream_proxy_failed', { detail: 'Its own name is not known.', cause: error })
      : error;
  });
  if (endpoint.kind !== 'https') return dial(addresses, endpoint.port, ending);
  const socket = await dialSocket(addresses, endpoint.port, ending);
  return socketConnection(await tls.secure(socket, { ...endpoint, ca }, ending));
}
