/** `node tests/overload/stream.ts`: a server that sends without end to whoever connects. Says its port on the first line. */
import { type AddressInfo, createServer } from 'node:net';

const CHUNK = Buffer.alloc(262_144, 'x');

const server = createServer((socket) => {
  const send = () => {
    while (!socket.destroyed && socket.write(CHUNK));
  };
  socket.on('error', () => {}).on('drain', send);
  send();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${port}\n`);
});
