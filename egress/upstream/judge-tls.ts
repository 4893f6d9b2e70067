/** TLS to a judge, through whatever leads there: TLS 1.2 or newer, and the certificate checked against the public issuers. */
import { isIP } from 'node:net';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { type Connection, socketConnection } from '../relay/connection.ts';
import { offEnding, onEnding } from '../relay/ending.ts';
import { connectionStream } from './connection-stream.ts';
import { tlsError } from './tls-client.ts';

/** Made once: the public issuers take a while to read. */
export type JudgeTrust = SecureContext;
export const judgeTrust = (): JudgeTrust => createSecureContext({ minVersion: 'TLSv1.2' });

const gone = (): AtlanticError =>
  new AtlanticError('connection_terminated', { detail: 'It was closed during the TLS handshake.' });

/** Shakes hands. Rejects with the reason of `ending`, or as `tlsError` says; the connection is destroyed then. */
export function secureJudge(
  connection: Connection,
  host: string,
  trust: JudgeTrust,
  ending: AbortSignal,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket: connectionStream(connection),
      host,
      // RFC 6066 §3: SNI holds names, never addresses.
      ...(isIP(host) === 0 && { servername: host }),
      secureContext: trust,
      ALPNProtocols: ['http/1.1'],
    });
    const finish = (settle: () => void) => {
      offEnding(ending, end);
      settle();
    };
    const fail = (error: unknown) =>
      finish(() => {
        secured.destroy();
        connection.destroy();
        reject(error);
      });
    const end = () => fail(ending.reason);
    onEnding(ending, end);
    // Stays for good, so that no late error can end the process.
    secured.on('error', (error) => fail(tlsError(error)));
    secured.once('close', () => fail(gone()));
    secured.once('secureConnect', () => finish(() => resolve(socketConnection(secured))));
  });
}
