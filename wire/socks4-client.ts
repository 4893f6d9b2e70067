/**
 * The client's side of a SOCKS4 handshake, without I/O. SOCKS4 (Ying-Da Lee, "SOCKS: A protocol for TCP proxy across
 * firewalls") knows IPv4 addresses alone; SOCKS4a, its extension, lets the server resolve a name.
 */
import { parseAddress } from './ip-address.ts';
import type { WireError } from './wire-error.ts';

/** What a server answers in its second octet. */
export const SOCKS4_REPLY = { granted: 90, rejected: 91, noIdentd: 92, identdMismatch: 93 } as const;

export type Socks4ClientStep =
  | { readonly type: 'more' }
  /** The server is connected to the target. `rest` came early and belongs to the tunnel. */
  | { readonly type: 'open'; readonly rest: Buffer }
  /** The server did not connect; `code` is its octet, one that the protocol does not name included. */
  | { readonly type: 'refused'; readonly code: number }
  | { readonly type: 'error'; readonly error: WireError };

export interface Socks4Client {
  /** What to write first; an error where SOCKS4 cannot carry the target. */
  readonly request: Buffer | WireError;
  /** Takes what arrived. Every step but `more` is the last. */
  push(chunk: Buffer): Socks4ClientStep;
}

const VERSION = 4;
const COMMAND_CONNECT = 1;
const REPLY_LENGTH = 8;
/** Octets that a server will read of a user name or a host name: the bounds of SOCKS5, since this protocol names none. */
const LONGEST_TEXT = 255;
/** An address 0.0.0.x with x not 0 says that a name follows (SOCKS4a). */
const NAME_FOLLOWS = Buffer.from([0, 0, 0, 1]);
const NUL = Buffer.from([0]);

const unsupported = (detail: string): WireError => ({ code: 'request_unsupported', detail });

/** A text that an octet of 0 ends; undefined when it holds one, or is too long. */
function terminated(text: string): Buffer | undefined {
  const octets = Buffer.from(text);
  return octets.length > LONGEST_TEXT || octets.includes(0) ? undefined : Buffer.concat([octets, NUL]);
}

/** `04 01 PORT ADDRESS USER 00`, and for a name `NAME 00` behind it. */
function formatRequest(host: string, port: number, user: string): Buffer | WireError {
  const address = parseAddress(host);
  if (address?.length === 16) return unsupported('the target is an IPv6 address');
  const userText = terminated(user);
  const name = address || host === '' ? Buffer.alloc(0) : terminated(host);
  if (!userText) return unsupported('the user name is longer than 255 octets or holds an octet of 0');
  if (!name || (!address && name.length === 0)) return unsupported('the host is no name of 1 to 255 octets');
  const head = Buffer.from([VERSION, COMMAND_CONNECT, port >> 8, port & 255]);
  return Buffer.concat([head, address ?? NAME_FOLLOWS, userText, name]);
}

/**
 * Asks a server to connect to `target`, as `user`. A name makes it SOCKS4a: resolve it before for a server that speaks
 * SOCKS4 only. One client a handshake.
 */
export function createSocks4Client(options: {
  user?: string | undefined;
  target: { readonly host: string; readonly port: number };
}): Socks4Client {
  const { user = '', target } = options;
  let held: Buffer = Buffer.alloc(0);
  let last: Socks4ClientStep | undefined;

  /** `00 CODE` and six octets that say nothing after CONNECT. A refusal is not waited for to its end: some servers cut it. */
  function read(): Socks4ClientStep {
    const [version, code] = held;
    // The first octet is 0; servers are known that repeat the version of the request.
    if (version !== undefined && version !== 0 && version !== VERSION)
      return { type: 'error', error: { code: 'response_malformed', detail: 'the version of the reply is not 0' } };
    if (code === undefined) return { type: 'more' };
    if (code !== SOCKS4_REPLY.granted) return { type: 'refused', code };
    return held.length < REPLY_LENGTH ? { type: 'more' } : { type: 'open', rest: held.subarray(REPLY_LENGTH) };
  }

  return {
    request: formatRequest(target.host, target.port, user),
    push(chunk) {
      if (last) return last;
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const step = read();
      if (step.type !== 'more') last = step;
      return step;
    },
  };
}
