/** One endpoint of a list, made of its parts, as the URL that pools are written with. Pure. */
import { isIP } from 'node:net';
import { ENDPOINT_KINDS, type EndpointKind } from '../config/endpoint-url.ts';
import { isHostName } from '../host-pattern.ts';
import type { ListedAttributes } from './attributes.ts';

/** The scheme of an endpoint's URL is its kind. */
export type EndpointScheme = EndpointKind;

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

/** With what the list says of it besides. */
export type ListedEndpoint =
  | (Extract<ParsedEndpoint, { url: string }> & ListedAttributes)
  | { readonly reason: string };

/** RFC 1035 §2.3.4; brackets leave room enough. */
const LONGEST_HOST = 255;
/** Octets of a user name or a password in SOCKS (RFC 1929 §2). */
const LONGEST_SOCKS_WORD = 255;

/** What others call the schemes in a column or a field. */
export function schemeOf(text: string): EndpointScheme | undefined {
  const name = text.trim().toLowerCase();
  if (name === 'socks') return 'socks5';
  return ENDPOINT_KINDS.find((scheme) => scheme === name);
}

/** The host without brackets, lower case; undefined when it is neither a name nor an address. */
export function readHost(text: string): string | undefined {
  if (text.length > LONGEST_HOST) return undefined;
  const host = text.toLowerCase();
  const inside = /^\[(.*)\]$/.exec(host)?.[1];
  // A zone (RFC 4007 §11) is the name of an interface and means nothing in a list.
  if (isIP(inside ?? host) === 6) return host.includes('%') ? undefined : (inside ?? host);
  return inside === undefined && isHostName(host) ? host : undefined;
}

export const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** Control characters, and halves of characters that UTF-8 cannot write, belong in no URL. */
const isText = (text: string): boolean => !/\p{Cc}|\p{Cs}/u.test(text);

const isSocks4 = (scheme: EndpointScheme): boolean => scheme === 'socks4' || scheme === 'socks4a';

/** Why the endpoint cannot have this user name and password, or undefined when it can. */
export function userProblem(scheme: EndpointScheme, username: string, password: string): string | undefined {
  if (!isText(username + password)) return 'the user name or the password holds a control character';
  // RFC 7617 §2.
  if (username.includes(':')) return 'the user name holds a colon';
  if (username === '' && password !== '') return 'there is a password without a user name';
  if (isSocks4(scheme) && password !== '') return 'in SOCKS4 there is a user name and no password';
  const longest = Math.max(Buffer.byteLength(username), Buffer.byteLength(password));
  return scheme.startsWith('socks') && longest > LONGEST_SOCKS_WORD
    ? `in SOCKS a user name and a password have at most ${LONGEST_SOCKS_WORD} octets`
    : undefined;
}

function userText(scheme: EndpointScheme, username: string, password: string): string {
  if (username === '') return '';
  const name = encodeURIComponent(username);
  return isSocks4(scheme) ? `${name}@` : `${name}:${encodeURIComponent(password)}@`;
}

/** The URL is one that `parseEndpointUrl` reads. */
export function makeEndpoint(parts: EndpointParts): ParsedEndpoint {
  const { scheme, port, username = '', password = '' } = parts;
  const host = readHost(parts.host);
  if (host === undefined) return { reason: 'the host is neither a name nor an address' };
  if (!isPort(port)) return { reason: 'the port is not a number from 1 to 65535' };
  const reason = userProblem(scheme, username, password);
  if (reason !== undefined) return { reason };
  const place = `${isIP(host) === 6 ? `[${host}]` : host}:${Number(port)}`;
  return { url: `${scheme}://${userText(scheme, username, password)}${place}` };
}
