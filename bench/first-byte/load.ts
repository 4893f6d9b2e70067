/** Clients that open a tunnel, ask through it, and wait for the first octet from the target. */
import { connect } from 'node:net';

export interface Asking {
  /** Of the gateway. */
  readonly port: number;
  /** The line that proves who asks, without its end. */
  readonly header: string;
  /** `HOST:PORT` of the request with this number. */
  readonly target: (request: number) => string;
}

const DEADLINE_MS = 15_000;

/** Milliseconds from the beginning of the connection to the gateway to the first octet from the target. */
function firstByte({ port, header, target }: Asking, request: number): Promise<number> {
  const began = performance.now();
  const authority = target(request);
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let head = '';
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('nothing came for a long time')));
    socket.on('error', reject).on('close', () => reject(new Error(`closed after: ${head.slice(0, 200)}`)));
    socket.on('data', (chunk) => {
      const agreed = head.includes('\r\n\r\n');
      if (agreed) {
        resolve(performance.now() - began);
        socket.destroy();
        return;
      }
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      if (!head.startsWith('HTTP/1.1 200')) socket.destroy();
      else socket.write(`GET / HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n\r\n`);
    });
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${header}\r\n\r\n`);
  });
}

/** So many requests by so many clients, each of which waits for its answer and then for `pauseMs`. */
export async function firstBytes(
  asking: Asking,
  { requests, clients, pauseMs }: { requests: number; clients: number; pauseMs: number },
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    while (next < requests) {
      next += 1;
      times.push(await firstByte(asking, next));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}
