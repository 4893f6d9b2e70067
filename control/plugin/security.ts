/** Keeps web pages away: answers only to the names of this server, and lets nothing be cached or sniffed. */
import { isIP } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { App } from './app-type.ts';

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  (isIP(host) === 4 && host.startsWith('127.')) ||
  host === '::1';

/** The host of a Host header (RFC 9110 §7.2) in lower case, without port and brackets; undefined when it is malformed. */
function hostOf(header: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/@]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}

/**
 * May a request with this Host header be answered by a server that listens on `listenHost`? A page whose name was
 * rebound to a loopback address sends its own name and is refused. On a wildcard address any name can be right, and a name
 * that control's certificate holds always is: a page of another name would not get past the handshake.
 */
export function isOwnHost(
  header: string | undefined,
  listenHost: string,
  holdsName: (host: string) => boolean = () => false,
): boolean {
  const host = hostOf(header ?? '');
  if (host === undefined) return false;
  return isLoopback(host) || isWildcard(listenHost) || host === listenHost.toLowerCase() || holdsName(host);
}

/** Is this an address that only programs on this machine reach? */
export const isLoopbackHost = (host: string): boolean => isLoopback(host.toLowerCase());

export function registerSecurity(app: App, listenHost: string, holdsName: (host: string) => boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    if (!isOwnHost(request.headers.host, listenHost, holdsName))
      throw new AtlanticError('not_found', { detail: 'The Host header does not name this server.' });
  });
}
