/** TLS on a trip: with a proxy that speaks it, and with a judge behind a tunnel. */

import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Failure } from './talk.ts';

export interface Contexts {
  /** For proxies, whose certificates are not checked: theirs are seldom made out for their address. */
  readonly anyone: SecureContext;
}

/** One context for all connections: each of its own would keep its memory until it is collected. It trusts nobody, so it is small. */
export const createContexts = (): Contexts => ({ anyone: createSecureContext({ minVersion: 'TLSv1.2', ca: [] }) });

/** `ca`: issuers in PEM, in place of the public ones. */
export const judgeContext = (ca: string | undefined): SecureContext =>
  createSecureContext({ minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) });

/** Shakes hands above `below`. Whoever the other side is, `secureConnect` comes: look at `authorized`. */
export function secure(below: Duplex, host: string, secureContext: SecureContext): TLSSocket {
  return connect({
    socket: below,
    host,
    // RFC 6066 §3: SNI holds names, never addresses.
    ...(isIP(host) === 0 && { servername: host }),
    secureContext,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  });
}

/** A handshake that failed. `judge`: it was with the judge. */
export const tlsFault = (error: NodeJS.ErrnoException, judge: boolean): Failure => ({
  code: 'upstream_tls_failed',
  detail: error.code === undefined ? undefined : `${error.code}.`,
  spoke: false,
  asked: judge,
  transient: false,
});

/** The certificate is not the judge's. OpenSSL's own name for why is all that is told of it. */
export const certificateFault = (why: Error | string | null): Failure => ({
  code: 'exit_tampered',
  detail: `The certificate is not the judge’s (${why instanceof Error ? ((why as NodeJS.ErrnoException).code ?? '') : why}).`,
  spoke: true,
  asked: true,
  transient: false,
});
