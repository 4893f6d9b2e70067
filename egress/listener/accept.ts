/** From an accepted socket to a connection of which it is known who is at its other end. */
import type { Socket } from 'node:net';
import { type AddressMatcher, clientAddress } from '@atlantic/contract/address-range.ts';
import { AtlanticError, asAtlanticError } from '@atlantic/contract/errors.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import type { Seat } from '../overload/seat.ts';
import { type Connection, socketConnection } from '../relay/connection.ts';
import type { Certificate } from './certificate.ts';
import { countNobody } from './count-nobody.ts';
import { awaitProxyHeader } from './proxy-header.ts';
import { secureConnection } from './secure-connection.ts';

/** What a listener does before the first octet of a request. */
export interface Entrance {
  /** As configured, for the log. */
  readonly listener: string;
  /** Whose PROXY header is believed, and must be there. */
  readonly trusts: AddressMatcher | undefined;
  /** Of a TLS listener. */
  readonly certificate: Certificate | undefined;
  /** TLS handshakes under way. */
  handshakes: number;
}

export interface Accepted {
  readonly connection: Connection;
  /** Octets that came before the connection and are not in its count. */
  readonly before: number;
}

async function secure(gateway: Gateway, entrance: Entrance, socket: Socket, client: string): Promise<Connection> {
  const context = entrance.certificate?.context();
  if (!context) throw new AtlanticError('tls_handshake_failed', { cause: new Error('no certificate') });
  if (entrance.handshakes >= LIMITS.tlsHandshakes) throw new AtlanticError('gateway_overloaded');
  entrance.handshakes += 1;
  try {
    return await secureConnection(socket, { context, peer: client, ending: gateway.ending });
  } finally {
    entrance.handshakes -= 1;
  }
}

/** Throws where nobody can be told why there is no room: too many are being told, or it would take a TLS handshake. */
function refuseUnheard({ certificate }: Entrance, { refusal, silent }: Seat): void {
  if (refusal && (silent || certificate)) throw refusal;
}

async function admit(gateway: Gateway, entrance: Entrance, socket: Socket, seat: Seat): Promise<Accepted> {
  const { trusts, certificate } = entrance;
  refuseUnheard(entrance, seat);
  const neighbour = clientAddress(socket.remoteAddress ?? '');
  const header = trusts?.(neighbour) ? await awaitProxyHeader(socket, gateway.ending) : undefined;
  const peer = header?.address ?? neighbour;
  await seat.from(peer);
  refuseUnheard(entrance, seat);
  // Without TLS the header is among the octets that the connection counts.
  return certificate
    ? { connection: await secure(gateway, entrance, socket, peer), before: header?.bytes ?? 0 }
    : { connection: socketConnection(socket, { peer }), before: 0 };
}

/** Resolves with undefined when PROXY header or handshake failed, or there is no room: the socket is gone then, and counted. */
export async function accept(
  gateway: Gateway,
  entrance: Entrance,
  socket: Socket,
  seat: Seat,
): Promise<Accepted | undefined> {
  socket.on('error', () => {});
  try {
    return await admit(gateway, entrance, socket, seat);
  } catch (thrown) {
    const error = asAtlanticError(thrown);
    if (error.code === 'internal_error') throw thrown;
    // What TLS took in is ciphertext, and no octet of a request.
    const bytesUp = error.code === 'tls_handshake_failed' ? 0 : socket.bytesRead;
    socket.destroy();
    countNobody(gateway, 'http', { bytesUp, refused: 1 });
    gateway.log.debug('a connection was turned away', {
      listener: entrance.listener,
      code: error.code,
      error: faultCode(error.cause),
    });
    return undefined;
  }
}

/** Such as ERR_SSL_UNSUPPORTED_PROTOCOL; the message of an error may name an address. */
const faultCode = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
