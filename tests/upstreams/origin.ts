/** A target without HTTP, on the same port of 127.0.0.1 and ::1: it greets, says back what it hears, and says goodbye. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export const GREETING = '220 ready\r\n';
export const GOODBYE = 'goodbye\r\n';

export interface TalkOrigin extends AsyncDisposable {
  readonly port: number;
}

const ADDRESSES = ['127.0.0.1', '::1'];

export async function startTalkOrigin(): Promise<TalkOrigin> {
  const open = new Set<Socket>();
  const talk = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    socket.write(GREETING);
    socket.pipe(socket, { end: false });
    // Its own end comes behind the client's: whoever passes that on too early, or not at all, loses the goodbye.
    socket.on('end', () => socket.end(GOODBYE));
  };
  const servers: Server[] = [];
  let port = 0;
  for (const address of ADDRESSES) {
    const server = createServer({ allowHalfOpen: true }, talk).listen(port, address);
    servers.push(server);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      for (const server of servers) server.close();
      await Promise.all(servers.map((server) => once(server, 'close')));
    },
  };
}
