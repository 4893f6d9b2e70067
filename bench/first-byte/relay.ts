/**
 * A long way, in a process of its own: octets are handed on `delay` milliseconds later in each direction, and as if the
 * connection itself had taken a way there and back, since no program can delay that of the kernel. Every `every`th
 * connection is stuck for `stuck` milliseconds more, as if `before` had come before the first.
 *
 *     node bench/first-byte/relay.ts PORT DELAY EVERY STUCK BEFORE
 *
 * Prints the port it listens at.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const [port = 0, delay = 0, every = 0, stuck = 0, before = 0] = process.argv.slice(2).map(Number);

/** Hands on what arrives, in its order, not before `from`. */
function handOn(near: Socket, far: Socket, from: number): void {
  const later = (act: () => void) => setTimeout(act, Math.max(performance.now(), from) + delay - performance.now());
  near.on('data', (chunk) => later(() => far.destroyed || far.write(chunk)));
  near.on('end', () => later(() => far.destroyed || far.end()));
  near.on('error', () => {});
  near.on('close', () => later(() => far.destroy()));
}

let accepted = before;
const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
  accepted += 1;
  const isStuck = every > 0 && accepted % every === 0;
  const from = performance.now() + 2 * delay + (isStuck ? stuck : 0);
  const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  handOn(near, far, from);
  handOn(far, near, from);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
console.log((server.address() as AddressInfo).port);
