/**
 * A bound address: accepts, learns who is there, looks at the first octet, and hands the connection to the door that
 * speaks its protocol.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { matchAddresses } from '@atlantic/contract/address-range.ts';
import { formatBind } from '@atlantic/contract/config/bind.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { UsageProtocol } from '@atlantic/contract/plane.ts';
import type { SnapshotListener } from '@atlantic/contract/snapshot.ts';
import { faultFields } from '@atlantic/kernel/observe/log.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import type { Seat } from '../overload/seat.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import { linger } from '../relay/linger.ts';
import { compileTerms, type ListenerState } from '../terms.ts';
import { accept, type Entrance } from './accept.ts';
import { openCertificate } from './certificate.ts';
import { countNobody } from './count-nobody.ts';
import { serveHttp } from './http.ts';
import { serveSocks5 } from './socks5.ts';

const SOCKS5_VERSION = 5;

/** A listener of the snapshot, bound to a port that has been chosen. */
export type ListenerOptions = Omit<SnapshotListener, 'bind'> & { host: string; port: number };

export interface Listener {
  readonly port: number;
  /** Open now. */
  connections(): number;
  /** Follows a changed snapshot, at the same address: its terms hold for the next request, the rest for new connections. */
  change(options: ListenerOptions): void;
  /** Stops accepting. Resolves when the last connection is gone and what it used is in the ledger. */
  close(): Promise<void>;
}

/** The client's first octet, which stays with the connection; undefined when none came in time. */
async function firstOctet(connection: Connection, ending: AbortSignal): Promise<number | undefined> {
  const silent = () => new AtlanticError('request_timeout');
  return converse<number>(connection, {
    push(chunk) {
      connection.unread(chunk);
      return chunk[0];
    },
    deadlineMs: LIMITS.handshakeMs,
    ending,
    onDeadline: silent,
    onGone: silent,
  }).catch(() => undefined);
}

/** What a listener does with each of its connections. */
interface Door {
  options: ListenerOptions;
  entrance: Entrance;
  readonly state: ListenerState;
}

async function serveConnection(gateway: Gateway, door: Door, socket: Socket): Promise<void> {
  const seat = await gateway.overload.seat();
  try {
    await serveSeated(gateway, door, socket, seat);
  } finally {
    seat.leave();
  }
}

async function serveSeated(gateway: Gateway, door: Door, socket: Socket, seat: Seat): Promise<void> {
  const { options, state, entrance } = door;
  const accepted = await accept(gateway, entrance, socket, seat);
  if (!accepted) return;
  const { connection, before } = accepted;
  const octet = await firstOctet(connection, gateway.ending);
  const protocol: UsageProtocol = octet === SOCKS5_VERSION ? 'socks5' : 'http';
  const spoken = octet !== undefined && options.protocols.includes(protocol);
  const serveDoor = protocol === 'socks5' ? serveSocks5 : serveHttp;
  const used = spoken ? await serveDoor(gateway, connection, state, seat) : 0;
  await linger(connection);
  // Delivered, and of no exchange: half a handshake, octets behind a refusal, an upload cut by its quota.
  const unused = before + connection.delivered() - used;
  if (unused > 0) countNobody(gateway, protocol, { bytesUp: unused });
}

function openEntrance({ log }: Gateway, options: ListenerOptions): Entrance {
  const { tls, proxyProtocol } = options;
  const listener = formatBind(options);
  const certificate = tls && openCertificate(tls, { log, listener, everyMs: LIMITS.certificatePollMs });
  const trusts = proxyProtocol && matchAddresses(proxyProtocol);
  return { listener, trusts, certificate, handshakes: 0 };
}

/** Binds and accepts. Rejects with the system's error when the address cannot be had. */
export function openListener(gateway: Gateway, options: ListenerOptions): Promise<Listener> {
  const state = { terms: compileTerms(options), draining: false };
  const door: Door = { options, entrance: openEntrance(gateway, options), state };
  /** The server calls itself closed before the last connection has been counted. */
  const serving = new Set<Promise<void>>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
    const served = serveConnection(gateway, door, socket)
      .catch((error) => {
        socket.destroy();
        gateway.log.error('a connection met a mistake of ours', faultFields(error));
      })
      .finally(() => serving.delete(served));
    serving.add(served);
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      door.entrance.certificate?.close();
      reject(error);
    };
    server.once('error', fail);
    server.listen({ host: options.host, port: options.port }, () => {
      server.removeListener('error', fail);
      server.on('error', (error) => gateway.log.error('a listener failed', faultFields(error)));
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : options.port,
        connections: () => serving.size,
        change(next) {
          door.entrance.certificate?.close();
          door.options = next;
          door.entrance = openEntrance(gateway, next);
          state.terms = compileTerms(next);
        },
        async close() {
          state.draining = true;
          await new Promise((closed) => server.close(closed));
          door.entrance.certificate?.close();
          await Promise.all(serving);
        },
      });
    });
  });
}
