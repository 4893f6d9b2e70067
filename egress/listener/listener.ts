/** A bound address: accepts, looks at the first octet, hands the connection to the door that speaks its protocol. */
import { createServer, type Server, type Socket } from 'node:net';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { UsageProtocol } from '@atlantic/contract/plane.ts';
import type { ListenerProtocol } from '@atlantic/contract/snapshot.ts';
import { faultFields } from '@atlantic/kernel/observe/log.ts';
import type { Gateway } from '../gateway.ts';
import { LIMITS } from '../limits.ts';
import { chargeNobody } from '../phase/admit.ts';
import { type Connection, socketConnection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import { linger } from '../relay/linger.ts';
import { Meter } from '../relay/meter.ts';
import { serveHttp } from './http.ts';
import { serveSocks5 } from './socks5.ts';

const SOCKS5_VERSION = 5;

export interface Listener {
  readonly port: number;
  /** Open now. */
  connections(): number;
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

async function serveConnection(
  gateway: Gateway,
  protocols: readonly ListenerProtocol[],
  socket: Socket,
): Promise<void> {
  const connection = socketConnection(socket);
  const octet = await firstOctet(connection, gateway.ending);
  const protocol: UsageProtocol = octet === SOCKS5_VERSION ? 'socks5' : 'http';
  const spoken = octet !== undefined && protocols.includes(protocol);
  const serveDoor = protocol === 'socks5' ? serveSocks5 : serveHttp;
  const used = spoken ? await serveDoor(gateway, connection) : 0;
  await linger(connection);
  countUnused(gateway, connection, protocol, used);
}

/** What was delivered and belonged to no exchange: half a handshake, octets behind a refusal, an upload cut by its quota. */
function countUnused(gateway: Gateway, connection: Connection, protocol: UsageProtocol, used: number): void {
  const unused = connection.delivered() - used;
  if (unused <= 0) return;
  const meter = new Meter(connection);
  meter.up(unused);
  chargeNobody(gateway, meter, protocol, '');
}

/** Binds and accepts. Rejects with the system's error when the address cannot be had. */
export function openListener(
  gateway: Gateway,
  options: { host: string; port: number; protocols: readonly ListenerProtocol[] },
): Promise<Listener> {
  /** The server calls itself closed before the last connection has been counted. */
  const serving = new Set<Promise<void>>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
    const served = serveConnection(gateway, options.protocols, socket)
      .catch((error) => {
        socket.destroy();
        gateway.log.error('a connection met a mistake of ours', faultFields(error));
      })
      .finally(() => serving.delete(served));
    serving.add(served);
  });
  server.maxConnections = LIMITS.connections;
  server.on('drop', () =>
    gateway.log.warn('a connection was dropped: too many are open', { count: LIMITS.connections }),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port }, () => {
      server.removeListener('error', reject);
      server.on('error', (error) => gateway.log.error('a listener failed', faultFields(error)));
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : options.port,
        connections: () => serving.size,
        async close() {
          await new Promise((closed) => server.close(closed));
          await Promise.all(serving);
        },
      });
    });
  });
}
