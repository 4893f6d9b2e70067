/**
 * TLS to an upstream proxy: TLS 1.2 or newer, the certificate always checked, sessions resumed. A worker has one client;
 * it keeps a bounded number of sessions and of contexts, which are dear to make.
 */
import { createHash } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';
import { dialError } from './dial.ts';
import { createTlsSessions } from './tls-sessions.ts';

export interface TlsPeer {
  /** The name or address that the certificate must be for. */
  readonly host: string;
  readonly port: number;
  /** PEM: the issuers that are trusted, in place of the public ones that Node brings along. */
  readonly ca?: string | undefined;
}

export interface TlsClient {
  /**
   * Shakes hands on a connected socket. The socket's errors are handled from here on. Rejects with the reason of
   * `ending`, `connection_timeout`, `connection_terminated`, `upstream_certificate_invalid` or `upstream_tls_failed`; the
   * socket is destroyed then.
   */
  secure(socket: Socket, peer: TlsPeer, ending: AbortSignal): Promise<TLSSocket>;
}

/** Why a certificate was refused, by the code of OpenSSL (X509_STORE_CTX_get_error(3)) or of Node. */
const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'It has expired.',
  CERT_NOT_YET_VALID: 'It is not valid yet.',
  CERT_REVOKED: 'It was revoked.',
  CERT_UNTRUSTED: 'Its issuer is not trusted.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'It is signed by itself.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'It is for another name.',
  INVALID_CA: 'Its issuer may not issue certificates.',
  INVALID_PURPOSE: 'It is not for servers.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its issuer is unknown.',
  UNABLE_TO_GET_ISSUER_CERT: 'Its issuer is unknown.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Its issuer is unknown.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its issuer is unknown.',
};

/** The error for what TLS said when a handshake failed. */
export function tlsError(cause: unknown): AtlanticError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const detail = REASONS[code];
  if (detail !== undefined) return new AtlanticError('upstream_certificate_invalid', { detail, cause });
  if (code.startsWith('CERT_'))
    return new AtlanticError('upstream_certificate_invalid', { detail: `It was refused: ${code}.`, cause });
  if (/^(?:ERR_SSL|EPROTO|ERR_TLS)/.test(code))
    return new AtlanticError('upstream_tls_failed', { detail: `OpenSSL says ${code}.`, cause });
  return dialError(cause);
}

/** A map that forgets what was put in first when it holds more than `most`. */
function remember<Value>(most: number): { take(key: string): Value | undefined; put(key: string, value: Value): void } {
  const kept = new Map<string, Value>();
  return {
    take(key) {
      const value = kept.get(key);
      kept.delete(key);
      return value;
    },
    put(key, value) {
      kept.delete(key);
      kept.set(key, value);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) return;
        kept.delete(oldest);
      }
    },
  };
}

/** Whom a peer's certificate must come from, made once for all connections: a list of issuers may be long. */
interface Trust {
  readonly context: SecureContext;
  /** Names the issuers in the keys of sessions. */
  readonly digest: string;
}

/** `ca` is PEM; empty: the public issuers. */
const newTrust = (ca: string): Trust => ({
  context: createSecureContext({ minVersion: 'TLSv1.2', ...(ca && { ca }) }),
  digest: createHash('sha256').update(ca).digest('hex'),
});

export function createTlsClient(): TlsClient {
  const trusts = remember<Trust>(LIMITS.tlsContexts);
  const sessions = createTlsSessions(LIMITS.tlsSessions, LIMITS.tlsTickets);

  const trustOf = (ca: string): Trust => {
    const trust = trusts.take(ca) ?? newTrust(ca);
    trusts.put(ca, trust);
    return trust;
  };
  /** Sessions of a proven peer only; a resumed one is not proven again, so the key holds all that was proven. */
  const keepSession = (socket: TLSSocket, key: string) => {
    const session = socket.getProtocol() === 'TLSv1.2' ? socket.getSession() : undefined;
    if (session) sessions.put(key, session, false);
    // TLS 1.3 sends its tickets when the handshake is over.
    else socket.on('session', (ticket: Buffer) => sessions.put(key, ticket, true));
  };

  return {
    secure(socket, { host, port, ca = '' }, ending) {
      if (ending.aborted) {
        socket.destroy();
        return Promise.reject(ending.reason);
      }
      return new Promise((resolve, reject) => {
        const { context, digest } = trustOf(ca);
        const key = `${host} ${port} ${digest}`;
        const session = sessions.take(key);
        const secured = connect({
          socket,
          host,
          // RFC 6066 §3: SNI holds names, never addresses.
          ...(isIP(host) === 0 && { servername: host }),
          secureContext: context,
          rejectUnauthorized: true,
          ALPNProtocols: ['http/1.1'],
          ...(session && { session }),
        });
        const finish = (settle: () => void) => {
          clearTimeout(deadline);
          ending.removeEventListener('abort', onEnding);
          settle();
        };
        const fail = (error: unknown) =>
          finish(() => {
            secured.destroy();
            socket.destroy();
            reject(error);
          });
        const onEnding = () => fail(ending.reason);
        const deadline = setTimeout(
          () =>
            fail(
              new AtlanticError('connection_timeout', {
                detail: 'The upstream proxy did not finish its TLS handshake.',
              }),
            ),
          LIMITS.connectMs,
        );
        ending.addEventListener('abort', onEnding);
        // Stays for good, so that no late error can end the process.
        secured.on('error', (error) => fail(tlsError(error)));
        secured.once('secureConnect', () => {
          keepSession(secured, key);
          finish(() => resolve(secured));
        });
      });
    },
  };
}
