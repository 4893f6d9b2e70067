/** An origin that costs little: `GET /N` gives N octets from one buffer. Runs as a process of its own; prints its port. */
import { createServer, type Socket } from 'node:net';

const BLOCK = Buffer.alloc(1 << 20, 'x');

function send(socket: Socket, octets: number): void {
  let left = octets;
  const more = () => {
    while (left > 0) {
      const part = BLOCK.subarray(0, Math.min(left, BLOCK.length));
      left -= part.length;
      if (!socket.write(part)) return void socket.once('drain', more);
    }
    socket.end();
  };
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${octets}\r\nConnection: close\r\n\r\n`);
  more();
}

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (head) => send(socket, Number(/ [^ ]*\/(\d+) /.exec(head.toString('latin1'))?.[1] ?? 0)));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
