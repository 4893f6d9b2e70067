/** Endpoint URLs of pools: `http://[USER:PASSWORD@]HOST:PORT` and `socks5://[USER:PASSWORD@]HOST[:PORT]`. */
import { isIP } from 'node:net';
import { isHostName } from '../host-pattern.ts';

/** The kinds of endpoint there are. */
const ENDPOINT_KINDS = ['http', 'socks5'] as const;
type EndpointKind = (typeof ENDPOINT_KINDS)[number];

/** A URL's scheme names its kind. `socks5h` is what clients call SOCKS5 with names resolved by the proxy; here all are. */
const KIND_OF: ReadonlyMap<string, EndpointKind> = new Map([
  ['http', 'http'],
  ['socks5', 'socks5'],
  ['socks5h', 'socks5'],
]);

/** Registered with IANA for SOCKS. HTTP proxies have no usual port, so theirs must be written. */
const SOCKS_PORT = 1080;

/** Octets of a user name or a password in SOCKS5 (RFC 1929 §2). */
const LONGEST_SOCKS_TEXT = 255;

export interface EndpointUrl {
  readonly kind: EndpointKind;
  /** A name or an address, lower case, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Percent-decoded. */
  readonly username?: string;
  readonly password?: string;
}

const FORM = /^(http|socks5h?):\/\/(?:(.*)@)?(?:\[([0-9a-f:.]+)\]|([^[\]:@/?#\s]+))(?::(\d{1,5}))?\/?$/is;

/** RFC 3986 §2.1; undefined when a percent sign is not followed by two digits of UTF-8. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function userOf(text: string | undefined): { username?: string; password?: string } | undefined {
  if (text === undefined) return {};
  const colon = text.indexOf(':');
  const username = decode(colon < 0 ? text : text.slice(0, colon));
  const password = decode(colon < 0 ? '' : text.slice(colon + 1));
  // RFC 7617 §2: a user name with a colon cannot be sent.
  if (username === undefined || password === undefined || username.includes(':')) return undefined;
  return { username, password };
}

const fitsSocks = (text = ''): boolean => Buffer.byteLength(text) <= LONGEST_SOCKS_TEXT;

/** The parts of an endpoint URL, or undefined when the text is none. */
export function parseEndpointUrl(text: string): EndpointUrl | undefined {
  const [, scheme = '', userText, v6, name, portText] = FORM.exec(text) ?? [];
  const kind = KIND_OF.get(scheme.toLowerCase());
  const host = (v6 ?? name)?.toLowerCase();
  const port = portText === undefined && kind === 'socks5' ? SOCKS_PORT : Number(portText);
  const user = userOf(userText);
  if (kind === undefined || host === undefined || user === undefined) return undefined;
  if (!(port >= 1 && port <= 65535)) return undefined;
  if (v6 === undefined ? !isHostName(host) : isIP(host) !== 6) return undefined;
  if (kind === 'socks5' && !(fitsSocks(user.username) && fitsSocks(user.password))) return undefined;
  return { kind, host, port, ...user };
}

/** Why `text` is not an endpoint URL, without quoting it, or undefined when it is one. */
export function endpointUrlProblem(text: string): string | undefined {
  if (parseEndpointUrl(text)) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const kinds = ENDPOINT_KINDS.join(', ');
  const kind = KIND_OF.get(scheme ?? '');
  if (scheme !== undefined && kind === undefined) return `is of the kind ${scheme}; the kinds of endpoint are ${kinds}`;
  if (kind === 'socks5') {
    return `must be ${scheme}://[USER:PASSWORD@]HOST[:PORT] with a port from 1 to 65535, and at most ${LONGEST_SOCKS_TEXT} octets in USER and in PASSWORD`;
  }
  return `must be http://[USER:PASSWORD@]HOST:PORT with a port from 1 to 65535; the kinds of endpoint are ${kinds}`;
}
