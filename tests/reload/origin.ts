/** A web server with one short answer, quick enough not to be what is measured. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface QuickOrigin extends AsyncDisposable {
  readonly port: number;
}

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';
const HEAD_END = Buffer.from('\r\n\r\n');

/** Answers each request without a body, however its head is cut into pieces. */
export async function startQuickOrigin(): Promise<QuickOrigin> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    let unread: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
      for (let at = unread.indexOf(HEAD_END); at >= 0; at = unread.indexOf(HEAD_END)) {
        unread = unread.subarray(at + HEAD_END.length);
        socket.write(ANSWER);
      }
    });
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
