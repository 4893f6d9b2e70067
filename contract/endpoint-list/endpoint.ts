/** One endpoint of a list, made of its parts, as the URL that pools are written with. Pure. */
import { isIP } from 'node:net';
import { isHostName } from '../host-pattern.ts';

export const ENDPOINT_SCHEMES = ['http', 'https', 'socks4', 'socks4a', 'socks5', 'socks5h'] as const;
export type EndpointScheme = (typeof ENDPOINT_SCHEMES)[number];

export interface EndpointParts {
  readonly scheme: EndpointScheme;
  /** A name or an address; IPv6 with or without brackets. */
  readonly host: string;
  readonly port: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** The endpoint, or why it is none. A reason names no part of the text: it may hold a password. */
export type ParsedEndpoint = { readonly url: string } | { readonly reason: string };

/** RFC 1035 §2.3.4; brackets leave room enough. */
const LONGEST_HOST = 255;

/** What others call the schemes in a column or a field. */
export function schemeOf(text: string): EndpointScheme | undefined {
  const name = text.trim().toLowerCase();
  if (name === 'socks') return 'socks5';
  return ENDPOINT_SCHEMES.find((scheme) => scheme === name);
}

/** The host without brackets, lower case; undefined when it is neither a name nor an address. */
export function readHost(text: string): string | undefined {
  if (text.length > LONGEST_HOST) return undefined;
  const host = text.toLowerCase();
  const inside = /^\[(.*)\]$/.exec(host)?.[1];
  if (isIP(inside ?? host) === 6) return inside ?? host;
  return inside === undefined && isHostName(host) ? host : undefined;
}

export const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** Control characters, and halves of characters that UTF-8 cannot write, belong in no URL. */
const isText = (text: string): boolean => !/\p{Cc}|\p{Cs}/u.test(text);

export function makeEndpoint({ scheme, host: written, port, username, password }: EndpointParts): ParsedEndpoint {
  const host = readHost(written);
  if (host === undefined) return { reason: 'the host is neither a name nor an address' };
  if (!isPort(port)) return { reason: 'the port is not a number from 1 to 65535' };
  if (!isText(`${username ?? ''}${password ?? ''}`))
    return { reason: 'the user name or the password holds a control character' };
  // RFC 7617 §2.
  if (username?.includes(':')) return { reason: 'the user name holds a colon' };
  if (!username && password) return { reason: 'there is a password without a user name' };
  const user = username ? `${encodeURIComponent(username)}:${encodeURIComponent(password ?? '')}@` : '';
  return { url: `${scheme}://${user}${isIP(host) === 6 ? `[${host}]` : host}:${Number(port)}` };
}
