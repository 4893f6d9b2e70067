/**
 * One byte stream as the relay sees it. Everything above speaks this interface; only this file and the pages that
 * Atlantic serves itself know what is beneath, so that another runtime or TLS can take its place.
 */
import type { Socket } from 'node:net';
import type { ReadBuffer } from './read-buffer.ts';

export interface Receiver {
  /**
   * True of one that keeps no chunk beyond `data`, unless it pauses, and then not beyond `resume`: what it hears is
   * lent to it, and not copied.
   */
  readonly borrows?: boolean;
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
  /** Calls back when nothing moved either way for so long; 0 calls that off. */
  onIdle(milliseconds: number, callback?: () => void): void;
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

/** What whoever made the socket knows better than it. */
export interface Beneath {
  /** The address of the other end. */
  readonly peer?: string;
  /** Octets written that the kernel has not taken. */
  readonly queued?: (socket: Socket) => number;
  /** What it reads into, where that is not Node's to choose. */
  readonly reads?: ReadBuffer | undefined;
}

/** Wraps a connected socket made with `allowHalfOpen`. Its errors are handled from here on, so none can end the process. */
export const socketConnection = (socket: Socket, beneath: Beneath = {}): Connection =>
  new SocketConnection(socket, beneath);

class SocketConnection implements Connection {
  readonly #socket: Socket;
  readonly #queued: (socket: Socket) => number;
  readonly #peer: string | undefined;
  #receiver = NOBODY;
  #paused = true;
  #endSeen = false;
  #endTold = false;
  #closed = false;
  #failure: Error | undefined;
  #left = 0;
  /** Whether somebody is to be told when nothing moves. */
  #idles = false;
  /** What was put back, or came while nobody listened. */
  #queue: Buffer[] | undefined;
  /** Writes so far, and those that were called back: Node does so in order, a turn late for what was taken at once. */
  #writes = 0;
  #calledBack = 0;
  /** Tells whoever waits for the last write. */
  #taken: (() => void) | undefined;

  constructor(socket: Socket, { peer, queued = writeQueue, reads }: Beneath) {
    this.#socket = socket;
    this.#queued = queued;
    this.#peer = peer;
    // The handle is about to go, and with it the only word on what the kernel has not taken.
    const destroySocket = socket._destroy;
    socket._destroy = (error, callback) => {
      this.#left = queued(socket);
      destroySocket.call(socket, error, callback);
    };
    socket.pause();
    if (reads)
      reads.listen((chunk, borrowed) => {
        this.#arrived(chunk, borrowed);
        return !this.#paused;
      });
    else socket.on('data', (chunk) => this.#arrived(chunk, false));
    socket.on('end', () => {
      this.#endSeen = true;
      this.#tell();
    });
    socket.on('error', (error) => {
      this.#failure = error;
    });
    socket.on('close', () => {
      this.#closed = true;
      // Who had borrowed something has paused.
      reads?.release(!this.#paused);
      this.#receiver.gone(this.#failure);
    });
  }

  receive(next: Receiver): void {
    this.#receiver = next;
    this.#endTold = false;
    if (this.#closed) queueMicrotask(() => this.#receiver === next && next.gone(this.#failure));
    else if (this.#endSeen && !this.#paused) queueMicrotask(() => this.#tell());
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#queue || this.#endSeen) queueMicrotask(() => this.#tell());
    else this.#socket.resume();
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
  }

  unread(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#queue ??= [];
    this.#queue.unshift(chunk);
  }

  write(chunks: readonly Buffer[]): Promise<void> | undefined {
    const socket = this.#socket;
    const last = chunks.length - 1;
    if (last < 0 || socket.destroyed) return undefined;
    this.#writes += 1;
    if (last > 0) socket.cork();
    for (let at = 0; at < last; at += 1) socket.write(chunks[at] ?? NO_OCTETS);
    socket.write(chunks[last] ?? NO_OCTETS, this.#onTaken);
    if (last > 0) socket.uncork();
    // Nothing left in the stream means that the kernel took it within the call.
    if (socket.writableLength === 0) return undefined;
    return new Promise((resolve) => {
      const before = this.#taken;
      this.#taken = () => {
        before?.();
        resolve();
      };
    });
  }

  halfClose(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  unaccepted(): number {
    return this.#socket.destroyed ? this.#left : this.#queued(this.#socket);
  }

  delivered(): number {
    return this.#socket.bytesRead;
  }

  onIdle(milliseconds: number, callback?: () => void): void {
    if (this.#idles) this.#socket.removeAllListeners('timeout');
    this.#idles = milliseconds > 0;
    this.#socket.setTimeout(milliseconds, callback);
  }

  get peer(): string {
    return this.#peer ?? this.#socket.remoteAddress ?? '';
  }

  get gone(): boolean {
    return this.#socket.destroyed;
  }

  #arrived(chunk: Buffer, borrowed: boolean): void {
    if (this.#paused || this.#queue) {
      this.#queue ??= [];
      this.#queue.push(borrowed ? Buffer.from(chunk) : chunk);
    } else this.#receiver.data(borrowed && !this.#receiver.borrows ? Buffer.from(chunk) : chunk);
  }

  /** Tells what is queued, then the end, as long as nobody pauses. */
  #tell(): void {
    while (!this.#paused && this.#queue) {
      const chunk = this.#queue.shift() ?? NO_OCTETS;
      if (this.#queue.length === 0) this.#queue = undefined;
      this.#receiver.data(chunk);
    }
    if (this.#paused || this.#closed) return;
    if (!this.#endSeen) this.#socket.resume();
    else if (!this.#endTold) {
      this.#endTold = true;
      this.#receiver.end();
    }
  }

  readonly #onTaken = () => {
    this.#calledBack += 1;
    if (this.#calledBack < this.#writes) return;
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  };
}
