/** One line of a list, in any of the forms that lists are passed around in. Pure. */
import { usualPort } from '../config/endpoint-url.ts';
import {
  type EndpointParts,
  type EndpointScheme,
  isPort,
  makeEndpoint,
  type ParsedEndpoint,
  readHost,
  schemeOf,
} from './endpoint.ts';

/** Characters: room for a long password, percent-encoded. */
export const LONGEST_LINE = 2_048;

/** RFC 3986 §2.1; the text itself where a percent sign stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isAddress = (host: string, port: string): boolean => readHost(host) !== undefined && isPort(port);

/** Cuts at colons, but not at those in the brackets of an IPv6 address. */
const cut = (text: string): string[] => text.match(/\[[^\]]*\]|[^:[]+|(?<=:)(?=:|$)|^(?=:)/g) ?? [];

/** What a line says, percent-decoded but not judged. `scheme` undefined: none is written. */
export type LineParts = Omit<EndpointParts, 'scheme'> & { readonly scheme: EndpointScheme | undefined };

/**
 * `HOST:PORT:USER:PASSWORD` or `USER:PASSWORD:HOST:PORT`, whose password may hold colons. The side that has the form of an
 * address decides; where both have it, the first, since that is the commoner way to write lists.
 */
function fourParts(parts: readonly string[]): Omit<LineParts, 'scheme'> | undefined {
  const [first = '', second = '', third = ''] = parts;
  const last = parts.at(-1) ?? '';
  const beforeLast = parts.at(-2) ?? '';
  if (isAddress(first, second))
    return { host: first, port: second, username: third, password: parts.slice(3).join(':') };
  if (isAddress(beforeLast, last))
    return { host: beforeLast, port: last, username: first, password: parts.slice(1, -2).join(':') };
  return undefined;
}

/** The parts of a line in one of the forms of `parseEndpointLine`. A host, a port or a user that cannot be are let through. */
export function splitEndpointLine(line: string): LineParts | { readonly reason: string } {
  if (line.length > LONGEST_LINE) return { reason: `it is longer than ${LONGEST_LINE} characters` };
  const [, name, rest = line] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(line) ?? [];
  const scheme = name === undefined ? undefined : schemeOf(name);
  if (name !== undefined && scheme === undefined)
    return { reason: 'the scheme is not one of http, https, socks4, socks4a, socks5, socks5h' };
  const text = name === undefined ? rest : rest.replace(/\/$/, '');
  const at = text.lastIndexOf('@');
  const written = cut(text.slice(at + 1));
  // A URL may leave out the port that is usual for its scheme.
  const usual = scheme === undefined || written.length !== 1 ? undefined : usualPort(scheme);
  const address = usual === undefined ? written : [...written, String(usual)];
  const [host = '', port = ''] = address;
  if (at < 0) {
    if (address.length === 2) return { scheme, host, port };
    if (address.length < 4) return { reason: 'it is not HOST:PORT or one of the other forms' };
    const parts = fourParts(address);
    return parts ? { scheme, ...parts } : { reason: 'neither its beginning nor its end is HOST:PORT' };
  }
  if (address.length !== 2) return { reason: 'behind the @ there is no HOST:PORT' };
  const user = text.slice(0, at);
  const colon = user.includes(':') ? user.indexOf(':') : user.length;
  const read = name === undefined ? (part: string) => part : decode;
  return { scheme, host, port, username: read(user.slice(0, colon)), password: read(user.slice(colon + 1)) };
}

/**
 * `HOST:PORT`, `[V6]:PORT`, `USER:PASSWORD@HOST:PORT`, the two of `fourParts`, each perhaps behind a scheme. User names and
 * passwords of URLs, that is behind a scheme, are percent-decoded, and a URL may leave out a usual port. `standard` is the scheme where none is written.
 */
export function parseEndpointLine(line: string, standard: EndpointScheme): ParsedEndpoint {
  const parts = splitEndpointLine(line);
  return 'reason' in parts ? parts : makeEndpoint({ ...parts, scheme: parts.scheme ?? standard });
}
