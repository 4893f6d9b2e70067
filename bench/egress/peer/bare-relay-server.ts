/**
 * The least that a relay in Node can do: it reads a head, connects where that says, and pipes. It asks nobody who he is,
 * counts nothing, and has no deadlines; what it costs is what two sockets of Node cost. Prints its port.
 */
import { connect, createServer, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
const TARGET = /^(?:CONNECT |[A-Z]+ http:\/\/)([^:/ ]+):(\d+)/;
const ESTABLISHED = 'HTTP/1.1 200 OK\r\n\r\n';

function join(down: Socket, head: Buffer): void {
  const [, host, port] = TARGET.exec(head.toString('latin1')) ?? [];
  if (!host) return void down.destroy();
  const up = connect({ host, port: Number(port), noDelay: true, allowHalfOpen: true });
  up.on('error', () => down.destroy());
  up.on('close', () => down.destroy());
  down.on('close', () => up.destroy());
  up.once('connect', () => {
    // Everything else it was sent already goes on as it is: the origin takes a whole URL as well.
    if (head.toString('latin1', 0, 8) === 'CONNECT ') down.write(ESTABLISHED);
    else up.write(head);
    down.pipe(up);
    up.pipe(down);
  });
}

const server = createServer({ noDelay: true, allowHalfOpen: true }, (down) => {
  let head = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    if (!head.includes(HEAD_END)) return;
    down.off('data', read);
    down.pause();
    join(down, head);
  };
  down.on('error', () => {});
  down.on('data', read);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
