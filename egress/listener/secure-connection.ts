/** TLS on an accepted socket: the handshake, and what the relay needs to know of what lies beneath. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';
import { type Connection, socketConnection } from '../relay/connection.ts';

/** HTTP/1.1 alone: a client that insists on another protocol is told so in the handshake (RFC 7301 §3.2). */
const PROTOCOLS = ['http/1.1'];

/** Octets that a record adds to its content at the most: header, nonce and tag of TLS 1.2 with AES-GCM (RFC 5288 §3). */
const OVERHEAD = 29;
/** Octets of content in the smallest records that a client may ask for (RFC 6066 §4). */
const SMALLEST_RECORD = 512;

/**
 * Octets of content, at the least, within so many octets of ciphertext that the kernel has not taken. Rounded in favour
 * of the count: what the kernel took whole is never withdrawn.
 */
export const contentWithin = (ciphertext: number): number =>
  Math.max(0, ciphertext - OVERHEAD * (Math.floor(ciphertext / SMALLEST_RECORD) + 2));

const queuedBeneath = (raw: Socket): number => {
  const handle = (raw as { _handle?: { writeQueueSize?: number } | null })._handle;
  return contentWithin(handle?.writeQueueSize ?? 0);
};

/** Rejects with `tls_handshake_failed`; the socket is gone then. */
function shakeHands(raw: Socket, context: SecureContext, ending: AbortSignal): Promise<TLSSocket> {
  const secure = new TLSSocket(raw, { isServer: true, secureContext: context, ALPNProtocols: PROTOCOLS });
  // A client's second handshake within TLS 1.2 would cost us more than the client.
  secure.disableRenegotiation();
  return new Promise((resolve, reject) => {
    let failure: unknown;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      ending.removeEventListener('abort', give);
      secure.off('secure', onSecure).off('close', onClose).off('end', give);
      settle();
    };
    const onSecure = () => finish(() => resolve(secure));
    const onClose = () => finish(() => reject(new AtlanticError('tls_handshake_failed', { cause: failure })));
    const give = () => void secure.destroy();
    const timer = setTimeout(give, LIMITS.handshakeMs);
    ending.addEventListener('abort', give);
    // A client that ends before it is known would, half open, stay until the deadline.
    secure.on('secure', onSecure).on('close', onClose).on('end', give);
    secure.on('error', (error) => {
      failure = error;
    });
    if (ending.aborted) give();
  });
}

/** A connection whose octets are what stands within TLS. Rejects with `tls_handshake_failed`; `raw` is gone then. */
export async function secureConnection(
  raw: Socket,
  options: { context: SecureContext; peer: string; ending: AbortSignal },
): Promise<Connection> {
  const secure = await shakeHands(raw, options.context, options.ending);
  return socketConnection(secure, { peer: options.peer, queued: () => queuedBeneath(raw) });
}
