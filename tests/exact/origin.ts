/** The far side: a server that counts what it reads and writes. */
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface OriginCounts {
  readonly connections: number;
  /** Octets. */
  readonly read: number;
  readonly written: number;
}

export interface Origin extends AsyncDisposable {
  readonly port: number;
  /** Of the connections that have closed. */
  readonly counts: () => OriginCounts;
}

/** Listens on a free port of 127.0.0.1; ending it closes every connection. */
export async function openOrigin(server: Server): Promise<Origin> {
  const sockets = new Set<Socket>();
  let counts: OriginCounts = { connections: 0, read: 0, written: 0 };
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      const { connections, read, written } = counts;
      sockets.delete(socket);
      counts = {
        connections: connections + 1,
        read: read + socket.bytesRead,
        written: written + socket.bytesWritten,
      };
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    counts: () => counts,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
