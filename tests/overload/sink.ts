/**
 * `node tests/overload/sink.ts PORT TARGET HEADER TUNNELS SECONDS`: downloads through so many tunnels of a gateway, and says
 * on its first line how many octets came in those seconds, after a start of two.
 */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const START_MS = 2_000;
const [port, target, header, tunnels, seconds] = process.argv.slice(2);
const memory = Buffer.alloc(1_048_576);
let received = 0;

for (let tunnel = 0; tunnel < Number(tunnels); tunnel += 1) {
  const socket = connect({
    port: Number(port),
    host: '127.0.0.1',
    onread: {
      buffer: memory,
      callback(bytes) {
        received += bytes;
        return true;
      },
    },
  });
  socket.on('error', () => {});
  socket.write(`CONNECT 127.0.0.1:${target} HTTP/1.1\r\nHost: h\r\n${header}\r\n\r\n`);
}
await pause(START_MS);
const before = received;
await pause(Number(seconds) * 1_000);
process.stdout.write(`${received - before}\n`);
process.exit(0);
