/** Opens the connection to an upstream proxy; each kind of proxy has its own handshake after that. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { Connection } from '../relay/connection.ts';
import { dial } from './dial.ts';
import type { Resolve } from './resolve.ts';

/**
 * Resolves the proxy's own name and connects. Rejects with a connection code, `dns_timeout`, or `upstream_proxy_failed`
 * where the name does not exist: that is the endpoint's fault, not the target's, and another endpoint may serve.
 */
export async function dialProxy(
  endpoint: { readonly host: string; readonly port: number },
  resolve: Resolve,
  ending: AbortSignal,
): Promise<Connection> {
  const addresses = await resolve(endpoint.host).catch((error) => {
    const unknown = error instanceof AtlanticError && error.code === 'dns_error';
    throw unknown
      ? new AtlanticError('upstream_proxy_failed', { detail: 'Its own name is not known.', cause: error })
      : error;
  });
  return dial(addresses, endpoint.port, ending);
}
