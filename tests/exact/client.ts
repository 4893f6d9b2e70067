/** A TCP client that does exactly what a transfer says, at any speed, and can leave in every way a client can. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Octets } from './octets.ts';

export interface Client {
  /** Its own `ADDRESS:PORT`, by which the observer knows it. */
  readonly name: string;
  /** Resolves when the kernel has taken all of it, or the connection is gone. */
  readonly send: (data: string | Uint8Array) => Promise<void>;
  /** The next `count` octets. Rejects when the other side ends first. */
  readonly read: (count: number) => Promise<Buffer>;
  /** Up to and with the next `mark`. Rejects when the other side ends first. */
  readonly readUntil: (mark: string) => Promise<string>;
  /** Reads and forgets the next `count` octets. Rejects when the other side ends first. */
  readonly skip: (count: number) => Promise<void>;
  /** Reads and forgets up to the other side's end, FIN or reset. */
  readonly skipRest: () => Promise<void>;
  /** FIN behind what was sent. */
  readonly end: () => void;
  /** Closes at once. The kernel sends FIN, or a reset when octets wait that were not read. */
  readonly close: () => void;
  /** Sends a reset at once. */
  readonly reset: () => void;
  /** Resolves when the connection is gone. */
  readonly gone: Promise<void>;
  /** Octets handed to the kernel, or waiting for it, and octets received. */
  readonly counts: () => Octets;
}

/** What may wait here unread; beyond it the kernel's own queues fill. */
const MOST_UNREAD = 65_536;

/** Connects from `localAddress` to a port of 127.0.0.1. */
export async function openClient(port: number, localAddress: string): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true, noDelay: true });
  const chunks: Buffer[] = [];
  let unread = 0;
  let over = false;
  let wake = () => {};
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const onOver = () => {
    over = true;
    wake();
  };
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    unread += chunk.length;
    if (unread >= MOST_UNREAD) socket.pause();
    wake();
  });
  await once(socket, 'connect');
  socket.on('end', onOver).on('error', onOver).on('close', onOver);

  const change = () => new Promise<void>((resolve) => (wake = resolve));
  /** At most `count` of the octets that are here; none when the other side has ended. */
  const take = async (count: number): Promise<Buffer> => {
    while (unread === 0 && !over) await change();
    const chunk = chunks.shift() ?? Buffer.alloc(0);
    if (chunk.length > count) chunks.unshift(chunk.subarray(count));
    const taken = chunk.subarray(0, count);
    unread -= taken.length;
    if (unread < MOST_UNREAD) socket.resume();
    return taken;
  };
  const each = async (count: number, use: (part: Buffer) => void): Promise<void> => {
    for (let left = count; left > 0; ) {
      const part = await take(left);
      if (part.length === 0) throw new Error(`the connection ended ${left} octets too early`);
      left -= part.length;
      use(part);
    }
  };
  const read = async (count: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    await each(count, (part) => void parts.push(part));
    return Buffer.concat(parts);
  };

  return {
    name: `${localAddress}:${socket.localPort}`,
    gone,
    read,
    async send(data) {
      if (data.length === 0 || socket.destroyed) return;
      await Promise.race([new Promise<void>((resolve) => socket.write(data, () => resolve())), gone]);
    },
    async readUntil(mark) {
      let text = '';
      while (!text.endsWith(mark)) text += (await read(1)).toString('latin1');
      return text;
    },
    skip: (count) => each(count, () => {}),
    async skipRest() {
      while ((await take(MOST_UNREAD)).length > 0);
    },
    end: () => void socket.end(),
    close: () => void socket.destroy(),
    reset: () => void socket.resetAndDestroy(),
    counts: () => ({ up: socket.bytesWritten, down: socket.bytesRead }),
  };
}
