/** What arrives on a socket, read piece by piece; every octet the kernel delivered is there, also after a reset. */
import type { Socket } from 'node:net';
import { within } from './deadline.ts';

export interface Inbox {
  /** The next `count` octets, or undefined when the connection ended before they came. */
  readonly take: (count: number) => Promise<Buffer | undefined>;
  /** Everything up to the end of an HTTP head. */
  readonly takeHead: () => Promise<Buffer | undefined>;
  /** Lets `count` octets pass and resolves with how many came before the end. */
  readonly pass: (count: number) => Promise<number>;
  /** Resolves when the other side has ended or the connection is gone. */
  readonly ended: () => Promise<void>;
  /** Octets that came and were not taken. */
  readonly left: () => number;
}

/** A connection and what arrives on it. */
export interface Line {
  readonly socket: Socket;
  readonly inbox: Inbox;
}

const HEAD_END = '\r\n\r\n';
/** Longer than any pause of a program that works; a silence of this length is a failure of its own. */
const SILENCE_SECONDS = 40;

export function openInbox(socket: Socket): Inbox {
  let unread: Buffer = Buffer.alloc(0);
  let over = false;
  let wake = () => {};
  socket.on('data', (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    wake();
  });
  for (const event of ['end', 'close', 'error'] as const) {
    socket.on(event, () => {
      over = true;
      wake();
    });
  }
  const news = () => within(SILENCE_SECONDS, 'the next octet', new Promise<void>((resolve) => (wake = resolve)));
  const cut = (count: number): Buffer => {
    const taken = unread.subarray(0, count);
    unread = unread.subarray(count);
    return taken;
  };
  const take = async (count: number): Promise<Buffer | undefined> => {
    while (unread.length < count && !over) await news();
    return unread.length < count ? undefined : cut(count);
  };
  return {
    take,
    async takeHead() {
      while (!unread.includes(HEAD_END) && !over) await news();
      const at = unread.indexOf(HEAD_END);
      return at < 0 ? undefined : cut(at + HEAD_END.length);
    },
    async pass(count) {
      let passed = 0;
      while (passed < count) {
        if (unread.length === 0 && over) break;
        if (unread.length === 0) await news();
        passed += cut(count - passed).length;
      }
      return passed;
    },
    async ended() {
      while (!over) await news();
    },
    left: () => unread.length,
  };
}
