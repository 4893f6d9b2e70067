/** The three messages a SOCKS5 server sends, each read from the front of the octets at hand (RFC 1928, RFC 1929). */

/** `code`: the one octet that matters. `length`: how many octets the message took. `more`: it is not all there. */
export type SocksAnswer =
  | { readonly state: 'answer'; readonly code: number; readonly length: number }
  | { readonly state: 'more' }
  | { readonly state: 'error'; readonly detail: string };

const MORE = { state: 'more' } as const;
const VERSION = 5;
const SUCCEEDED = 0;

/** RFC 1928 §3: `05 METHOD`. The code is the method. */
export function readChoice(octets: Buffer): SocksAnswer {
  const [version, method] = octets;
  if (version !== undefined && version !== VERSION) return malformed('the version is not 5');
  return method === undefined ? MORE : { state: 'answer', code: method, length: 2 };
}

/**
 * RFC 1929 §2: `VER STATUS`. The code is the status, 0 for welcome. VER should be 1; it is not looked at, since servers
 * are known that send 5 there.
 */
export function readLoginAnswer(octets: Buffer): SocksAnswer {
  const status = octets[1];
  return status === undefined ? MORE : { state: 'answer', code: status, length: 2 };
}

/**
 * RFC 1928 §6: `05 REP 00 ATYP ADDRESS PORT`. The code is REP. After a refusal nothing more is waited for, since some
 * servers close without the rest; after success the rest is read over, to know where the tunnel begins.
 */
export function readRequestAnswer(octets: Buffer): SocksAnswer {
  const [version, code, , type, nameLength] = octets;
  if (version !== undefined && version !== VERSION) return malformed('the version of the reply is not 5');
  if (code === undefined) return MORE;
  if (code !== SUCCEEDED) return { state: 'answer', code, length: 2 };
  if (type === undefined) return MORE;
  const portAt = endOfAddress(type, nameLength);
  if (portAt === undefined) return malformed('the address type of the reply is unknown');
  // Not a number while the octet that tells the length is missing.
  if (Number.isNaN(portAt) || octets.length < portAt + 2) return MORE;
  return { state: 'answer', code, length: portAt + 2 };
}

/** RFC 1928 §5. */
function endOfAddress(type: number, nameLength: number | undefined): number | undefined {
  if (type === 1) return 4 + 4;
  if (type === 4) return 4 + 16;
  return type === 3 ? 5 + (nameLength ?? Number.NaN) : undefined;
}

const malformed = (detail: string): SocksAnswer => ({ state: 'error', detail });
