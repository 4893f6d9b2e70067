/** The server's side of a SOCKS5 handshake, without I/O: octets in, one event a message out. */
import {
  readCredentials,
  readMethods,
  readRequest,
  type Socks5Read,
  type SocksCredentials,
  type SocksMethods,
  type SocksRequest,
} from './socks5-message.ts';
import type { WireError } from './wire-error.ts';

export type Socks5Event =
  | { readonly type: 'more' }
  | SocksMethods
  | SocksCredentials
  /** `rest` is early data behind the request; `bytes` counts the octets of the whole handshake before it. */
  | (SocksRequest & { readonly rest: Buffer; readonly bytes: number })
  | { readonly type: 'error'; readonly error: WireError };

export interface Socks5Reader {
  /**
   * Takes what arrived. After `methods` and `credentials` the reader only keeps octets until `proceed` is called, so read
   * no more from the socket while deciding. After `request` the octets are the caller's. An error is repeated for ever.
   */
  push(chunk: Buffer): Socks5Event;
  /** Says what must come next, once the reply to the last message is decided, and reads it if it is already here. */
  proceed(next: 'credentials' | 'request'): Socks5Event;
}

type Message = SocksMethods | SocksCredentials | SocksRequest;
type Phase = 'methods' | 'credentials' | 'request' | 'undecided';

const READ: Record<Exclude<Phase, 'undecided'>, (octets: Buffer) => Socks5Read<Message>> = {
  methods: readMethods,
  credentials: readCredentials,
  request: readRequest,
};

/** Reads one handshake, at first the greeting. A message has at most 513 octets, so at most that is joined again and again. */
export function createSocks5Reader(): Socks5Reader {
  let phase: Phase = 'methods';
  let held: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let failed: Socks5Event | undefined;

  function read(): Socks5Event {
    if (failed) return failed;
    if (phase === 'undecided') return { type: 'more' };
    const result = READ[phase](held);
    if (result.state === 'more') return { type: 'more' };
    if (result.state === 'error') {
      failed = { type: 'error', error: result.error };
      held = Buffer.alloc(0);
      return failed;
    }
    const { message, length } = result;
    const rest = held.subarray(length);
    phase = 'undecided';
    bytes += length;
    held = message.type === 'request' ? Buffer.alloc(0) : rest;
    return message.type === 'request' ? { ...message, rest, bytes } : message;
  }

  return {
    push(chunk) {
      if (!failed) held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      return read();
    },
    proceed(next) {
      phase = next;
      return read();
    },
  };
}
