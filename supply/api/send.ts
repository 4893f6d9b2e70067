/** Writes an answer to its connection. */
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** A client that takes nothing for so long, or not all in so long, is cut off. Milliseconds. */
export interface SendLimits {
  readonly stallMs: number;
  readonly wholeMs: number;
}

/** Keys may be in the URL, and the answers are somebody's: no one else is to keep or learn them. */
const ALWAYS = ['Cache-Control', 'no-store', 'Referrer-Policy', 'no-referrer', 'X-Content-Type-Options', 'nosniff'];

/** A longer string is sent as a piece: whoever closes the listener then knows when it has been taken. */
const SHORT = 16 * 1024;

/** Ends when all of it was handed to the kernel, or the client is gone. `last`: the connection ends with it. */
export async function send(to: ServerResponse, answer: Answer, last: boolean, limits: SendLimits): Promise<void> {
  const { body } = answer;
  const octets = typeof body === 'string' ? Buffer.byteLength(body) : body.octets;
  const headers = ['Content-Type', answer.type, ...ALWAYS, ...(answer.headers ?? [])];
  if (octets !== undefined) headers.push('Content-Length', String(octets));
  if (last) headers.push('Connection', 'close');
  to.writeHead(answer.status, headers);
  if (to.req.method === 'HEAD') to.end();
  else if (typeof body !== 'string') await sendPieces(to, body.pieces, limits);
  else if (octets !== undefined && octets > SHORT) await sendPieces(to, [body], limits);
  else {
    const { socket } = to;
    to.end(body);
    // What the kernel did not take at once waits for the client; Node's own clock for idle connections begins after it.
    if (socket !== null && socket.writableLength > 0) to.setTimeout(limits.stallMs, () => to.destroy());
  }
}

async function sendPieces(to: ServerResponse, pieces: Iterable<string>, limits: SendLimits): Promise<void> {
  const whole = setTimeout(() => to.destroy(), limits.wholeMs);
  to.setTimeout(limits.stallMs, () => to.destroy());
  const gone = new Promise<void>((resolve) => to.once('close', resolve));
  let flushed: Promise<void> | undefined;
  for (const piece of pieces) {
    if (to.destroyed) break;
    const { promise, resolve } = Promise.withResolvers<void>();
    flushed = promise;
    if (!to.write(piece, () => resolve())) await Promise.race([promise, gone]);
  }
  // Node takes a connection for idle from `end` on, and closes it when the listener closes.
  await Promise.race([flushed, gone]);
  to.end();
  await Promise.race([new Promise<void>((resolve) => to.once('finish', resolve)), gone]);
  clearTimeout(whole);
}
