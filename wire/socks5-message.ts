/** The three messages a SOCKS5 client sends, each read from the front of the octets at hand (RFC 1928, RFC 1929). */
import { parseHost } from './host.ts';
import { formatAddress } from './ip-address.ts';
import { decodeUtf8 } from './utf8.ts';
import type { WireError } from './wire-error.ts';

export interface SocksMethods {
  readonly type: 'methods';
  /** The authentication methods the client offers, in its order: 0 none, 2 user name and password. */
  readonly methods: readonly number[];
}

export interface SocksCredentials {
  readonly type: 'credentials';
  readonly username: string;
  readonly secret: string;
}

export interface SocksRequest {
  readonly type: 'request';
  /** 1 CONNECT, 2 BIND, 3 UDP ASSOCIATE; any other octet as it came. */
  readonly command: number;
  readonly addressType: 'ipv4' | 'ipv6' | 'domain';
  /** A name in lower case, or a canonical address without brackets. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;
}

/** `length`: how many octets the message took. `more`: the octets so far are right, and not all there. */
export type Socks5Read<Message> =
  | { readonly state: 'message'; readonly message: Message; readonly length: number }
  | { readonly state: 'more' }
  | { readonly state: 'error'; readonly error: WireError };

const MORE = { state: 'more' } as const;
const VERSION = 5;
/** RFC 1929 §2. */
const CREDENTIALS_VERSION = 1;

/** RFC 1928 §3: `05 NMETHODS METHODS`. Errors: `socks_malformed`. */
export function readMethods(octets: Buffer): Socks5Read<SocksMethods> {
  const [version, count] = octets;
  if (version !== undefined && version !== VERSION) return malformed('the version is not 5');
  if (count === 0) return malformed('no authentication method is offered');
  if (count === undefined || octets.length < 2 + count) return MORE;
  return {
    state: 'message',
    message: { type: 'methods', methods: [...octets.subarray(2, 2 + count)] },
    length: 2 + count,
  };
}

/**
 * RFC 1929 §2: `01 ULEN UNAME PLEN PASSWD`, as UTF-8. Empty names and secrets are read too, although the RFC has them at
 * least one octet long: clients send them, and "wrong secret" helps them more than "not SOCKS". Errors: `socks_malformed`.
 */
export function readCredentials(octets: Buffer): Socks5Read<SocksCredentials> {
  const [version, nameLength] = octets;
  if (version !== undefined && version !== CREDENTIALS_VERSION)
    return malformed('the version of the user name and password message is not 1');
  if (nameLength === undefined) return MORE;
  const nameEnd = 2 + nameLength;
  const secretLength = octets[nameEnd];
  if (secretLength === undefined || octets.length < nameEnd + 1 + secretLength) return MORE;
  const length = nameEnd + 1 + secretLength;
  const username = decodeUtf8(octets.subarray(2, nameEnd));
  const secret = decodeUtf8(octets.subarray(nameEnd + 1, length));
  if (username === undefined || secret === undefined) return malformed('the user name or the password is not UTF-8');
  return { state: 'message', message: { type: 'credentials', username, secret }, length };
}

/**
 * RFC 1928 §4: `05 CMD 00 ATYP ADDRESS PORT`. Errors: `socks_malformed`; `socks_address_unsupported` for an ATYP that is
 * none of the three.
 */
export function readRequest(octets: Buffer): Socks5Read<SocksRequest> {
  const [version, command, reserved, type, nameLength] = octets;
  if (version !== undefined && version !== VERSION) return malformed('the version of the request is not 5');
  if (reserved !== undefined && reserved !== 0) return malformed('the reserved octet is not 0');
  if (command === undefined || type === undefined) return MORE;
  const address = addressLayout(type, nameLength);
  if (!address)
    return { state: 'error', error: { code: 'socks_address_unsupported', detail: 'the address type is unknown' } };
  const end = address.start + address.length;
  if (address.length === 0) return malformed('the domain name is empty');
  if (Number.isNaN(address.length) || octets.length < end + 2) return MORE;
  const raw = octets.subarray(address.start, end);
  const host = address.type === 'domain' ? parseHost(raw.toString('latin1')) : formatAddress(raw);
  if (host === undefined) return malformed('the domain name is not one');
  const message: SocksRequest = {
    type: 'request',
    command,
    addressType: address.type,
    host,
    port: octets.readUInt16BE(end),
  };
  return { state: 'message', message, length: end + 2 };
}

/** Where the address stands. Its length is not a number while the octet that tells it is missing. */
function addressLayout(
  type: number,
  nameLength: number | undefined,
): { type: SocksRequest['addressType']; start: number; length: number } | undefined {
  if (type === 1) return { type: 'ipv4', start: 4, length: 4 };
  if (type === 4) return { type: 'ipv6', start: 4, length: 16 };
  return type === 3 ? { type: 'domain', start: 5, length: nameLength ?? Number.NaN } : undefined;
}

const malformed = (detail: string): { state: 'error'; error: WireError } => ({
  state: 'error',
  error: { code: 'socks_malformed', detail },
});
