/**
 * The memory that sockets read into. Left alone, Node allocates 64 KiB for each read, and a fast download is mostly
 * garbage collection. So a socket reads into one piece that all sockets of the worker share, and what came is copied out of it, which
 * is cheap for messages. A stream that fills it is given a larger piece of its own, as long as there are some, and
 * what it reads is lent from there without a copy. With the next small read the piece goes back.
 */
import { LIMITS } from '../limits.ts';

const SHARED_SIZE = 65_536;
/** A read of so many octets means that more will follow. */
const LARGE = SHARED_SIZE / 2;
/** A read of less means that the rush is over. */
const SMALL = 8_192;

const shared = Buffer.allocUnsafeSlow(SHARED_SIZE);
const free: Buffer[] = [];
let lent = 0;

function take(): Buffer | undefined {
  if (lent >= LIMITS.readBuffers) return undefined;
  lent += 1;
  return free.pop() ?? Buffer.allocUnsafeSlow(LIMITS.readBuffer);
}

/** What one socket reads into. Give it to `connect` as `onread`; octets are dropped until somebody listens. */
export class ReadBuffer {
  #own: Buffer | undefined;
  #hear: (chunk: Buffer, borrowed: boolean) => boolean = () => true;

  /** Where the next read goes; Node asks before the first and after each. */
  readonly buffer = (): Buffer => this.#own ?? shared;

  /** Called with each read. Says whether to read on. */
  readonly callback = (bytes: number, memory: Uint8Array): boolean => {
    const own = this.#own;
    if (!own) {
      if (bytes >= LARGE) this.#own = take();
      return this.#hear(Buffer.from(memory.subarray(0, bytes)), false);
    }
    if (bytes >= SMALL) return this.#hear(own.subarray(0, bytes), true);
    const chunk = Buffer.from(own.subarray(0, bytes));
    this.release(true);
    return this.#hear(chunk, false);
  };

  /**
   * From now on `hear` is told what arrives, and says whether to read on. What is borrowed is good until the next read:
   * who stops reading may keep it until he goes on.
   */
  listen(hear: (chunk: Buffer, borrowed: boolean) => boolean): void {
    this.#hear = hear;
  }

  /**
   * The socket reads no more into a piece of its own. `idle`: nobody has borrowed from it any more. Otherwise the piece
   * is left to the garbage collector, which knows when the last write from it is over.
   */
  release(idle: boolean): void {
    if (!this.#own) return;
    if (idle) free.push(this.#own);
    this.#own = undefined;
    lent -= 1;
  }
}
