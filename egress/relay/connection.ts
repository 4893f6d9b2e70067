/**
 * One byte stream as the relay sees it. Everything above speaks this interface; only this file and the pages that
 * Atlantic serves itself know what is beneath, so that another runtime or TLS can take its place.
 */
import type { Socket } from 'node:net';

export interface Receiver {
  data(chunk: Buffer): void;
  /** The peer sends no more; it may still read. */
  end(): void;
  /** Nothing arrives any more and nothing is taken any more. `error` unless both sides had ended. */
  gone(error: Error | undefined): void;
}

export interface Connection {
  /** From now on this one hears what arrives; what ended before is told again. The connection stays paused or not. */
  receive(receiver: Receiver): void;
  resume(): void;
  /** After this call `data` and `end` are not called until `resume`. */
  pause(): void;
  /** Puts octets back that belong to whoever reads next. */
  unread(chunk: Buffer): void;
  /**
   * Sends octets. Undefined when the kernel has taken them all at once, or the connection is gone; otherwise a promise
   * that resolves when it has, or when the connection is gone. Write again only then: `unaccepted` counts one write.
   */
  write(chunks: readonly Buffer[]): Promise<void> | undefined;
  /** Sends FIN behind everything written. */
  halfClose(): void;
  /** Ends both ways now. What the kernel has taken still goes out. */
  destroy(): void;
  /** Octets written that the kernel has not taken; after the end, those it never took. */
  unaccepted(): number;
  /** Octets the kernel has delivered so far, read by somebody or not. */
  delivered(): number;
  /** Calls back when nothing moved either way for so long. */
  onIdle(milliseconds: number, callback: () => void): void;
  readonly gone: boolean;
  /** The address of the other end; empty where there is none. */
  readonly peer: string;
}

/** Hears nothing. */
export const NOBODY: Receiver = { data() {}, end() {}, gone() {} };
const NO_OCTETS = Buffer.alloc(0);

/** libuv's own count of what the kernel has not taken; Node shows it on the handle only. */
function writeQueue(socket: Socket): number {
  const handle = (socket as { _handle?: { writeQueueSize?: number } | null })._handle;
  return handle?.writeQueueSize ?? 0;
}

/** What a listener knows better than the socket. */
export interface Beneath {
  /** The address of the other end. */
  readonly peer?: string;
  /** Octets written that the kernel has not taken. */
  readonly queued?: (socket: Socket) => number;
}

/** Wraps a connected socket made with `allowHalfOpen`. Its errors are handled from here on, so none can end the process. */
export function socketConnection(socket: Socket, { peer, queued = writeQueue }: Beneath = {}): Connection {
  let receiver = NOBODY;
  let paused = true;
  let endSeen = false;
  let endTold = false;
  let closed = false;
  let failure: Error | undefined;
  let left = 0;
  /** What was put back, or came while nobody listened. */
  const queue: Buffer[] = [];

  // The handle is about to go, and with it the only word on what the kernel has not taken.
  const destroySocket = socket._destroy;
  socket._destroy = (error, callback) => {
    left = queued(socket);
    destroySocket.call(socket, error, callback);
  };

  /** Tells what is queued, then the end, as long as nobody pauses. */
  const tell = () => {
    while (!paused && queue.length > 0) receiver.data(queue.shift() ?? NO_OCTETS);
    if (paused || closed) return;
    if (!endSeen) socket.resume();
    else if (!endTold) {
      endTold = true;
      receiver.end();
    }
  };

  socket.pause();
  socket.on('data', (chunk) => {
    if (paused || queue.length > 0) queue.push(chunk);
    else receiver.data(chunk);
  });
  socket.on('end', () => {
    endSeen = true;
    tell();
  });
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', () => {
    closed = true;
    receiver.gone(failure);
  });

  return {
    receive(next) {
      receiver = next;
      endTold = false;
      if (closed) queueMicrotask(() => receiver === next && next.gone(failure));
      else if (endSeen && !paused) queueMicrotask(tell);
    },
    resume() {
      if (!paused) return;
      paused = false;
      if (queue.length > 0 || endSeen) queueMicrotask(tell);
      else socket.resume();
    },
    pause() {
      paused = true;
      socket.pause();
    },
    unread(chunk) {
      if (chunk.length > 0) queue.unshift(chunk);
    },
    write(chunks) {
      const last = chunks.length - 1;
      if (last < 0 || socket.destroyed) return undefined;
      let taken: (() => void) | undefined;
      const onTaken = () => taken?.();
      if (last > 0) socket.cork();
      for (const [index, chunk] of chunks.entries()) socket.write(chunk, index === last ? onTaken : undefined);
      if (last > 0) socket.uncork();
      // Nothing left in the stream means that the kernel took it within the call.
      if (socket.writableLength === 0) return undefined;
      return new Promise((resolve) => {
        taken = resolve;
      });
    },
    halfClose: () => void socket.end(),
    destroy: () => void socket.destroy(),
    unaccepted: () => (socket.destroyed ? left : queued(socket)),
    delivered: () => socket.bytesRead,
    onIdle(milliseconds, callback) {
      socket.removeAllListeners('timeout');
      socket.setTimeout(milliseconds, callback);
    },
    peer: peer ?? socket.remoteAddress ?? '',
    get gone() {
      return socket.destroyed;
    },
  };
}
