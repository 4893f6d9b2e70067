/** Endpoint URLs of pools: `KIND://[USER:PASSWORD@]HOST[:PORT]`, where the scheme names the kind of the proxy. */
import { isIP } from 'node:net';
import { isHostName } from '../host-pattern.ts';

/** The kinds of endpoint there are. `socks5h` is what clients call SOCKS5 with names that the proxy resolves. */
export const ENDPOINT_KINDS = ['http', 'https', 'socks4', 'socks4a', 'socks5', 'socks5h'] as const;
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

interface KindRule {
  /** Where the URL names none; HTTP proxies have no usual one, so theirs must be written. */
  readonly port?: number;
  /** Most octets of a user name or a password, where the protocol has a bound (RFC 1929 §2). */
  readonly longest?: number;
  /** SOCKS4 tells a user name and has no password. */
  readonly password: boolean;
}

/** 1080 is registered with IANA for SOCKS. */
const SOCKS4: KindRule = { port: 1080, longest: 255, password: false };
const SOCKS5: KindRule = { port: 1080, longest: 255, password: true };
const RULES: Readonly<Record<EndpointKind, KindRule>> = {
  http: { password: true },
  https: { port: 443, password: true },
  socks4: SOCKS4,
  socks4a: SOCKS4,
  socks5: SOCKS5,
  socks5h: SOCKS5,
};

/** The port of a URL that names none; undefined for HTTP proxies, which have no usual one. */
export const usualPort = (kind: EndpointKind): number | undefined => RULES[kind].port;

export interface EndpointUrl {
  readonly kind: EndpointKind;
  /** A name or an address, lower case, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Percent-decoded. */
  readonly username?: string;
  readonly password?: string;
}

const FORM = /^([a-z0-9]+):\/\/(?:(.*)@)?(?:\[([0-9a-f:.]+)\]|([^[\]:@/?#\s]+))(?::(\d{1,5}))?\/?$/is;

const kindOf = (scheme = ''): EndpointKind | undefined => ENDPOINT_KINDS.find((kind) => kind === scheme.toLowerCase());

/** RFC 3986 §2.1; undefined when a percent sign is not followed by two digits of UTF-8. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function userOf(text: string | undefined, rule: KindRule): { username?: string; password?: string } | undefined {
  if (text === undefined) return {};
  const colon = text.indexOf(':');
  if (colon >= 0 && !rule.password) return undefined;
  const username = decode(colon < 0 ? text : text.slice(0, colon));
  const password = decode(colon < 0 ? '' : text.slice(colon + 1));
  // RFC 7617 §2: a user name with a colon cannot be sent.
  if (username === undefined || password === undefined || username.includes(':')) return undefined;
  if (rule.longest !== undefined && [username, password].some((part) => Buffer.byteLength(part) > (rule.longest ?? 0)))
    return undefined;
  // In SOCKS4 an octet of 0 ends the user name.
  if (!rule.password) return username.includes('\0') ? undefined : { username };
  return { username, password };
}

/** The parts of an endpoint URL, or undefined when the text is none. */
export function parseEndpointUrl(text: string): EndpointUrl | undefined {
  const [, scheme, userText, v6, name, portText] = FORM.exec(text) ?? [];
  const kind = kindOf(scheme);
  const host = (v6 ?? name)?.toLowerCase();
  if (kind === undefined || host === undefined) return undefined;
  const user = userOf(userText, RULES[kind]);
  const port = portText === undefined ? usualPort(kind) : Number(portText);
  if (user === undefined || port === undefined || port < 1 || port > 65535) return undefined;
  if (v6 === undefined ? !isHostName(host) : isIP(host) !== 6) return undefined;
  return { kind, host, port, ...user };
}

/** Why `text` is not an endpoint URL, without quoting it, or undefined when it is one. */
export function endpointUrlProblem(text: string): string | undefined {
  if (parseEndpointUrl(text)) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const kinds = ENDPOINT_KINDS.join(', ');
  const kind = kindOf(scheme);
  if (scheme !== undefined && kind === undefined) return `is of the kind ${scheme}; the kinds of endpoint are ${kinds}`;
  const { port, longest, password } = RULES[kind ?? 'http'];
  const user = password ? '[USER:PASSWORD@]' : '[USER@]';
  const form = `must be ${kind ?? 'http'}://${user}HOST${port === undefined ? ':PORT' : '[:PORT]'} with a port from 1 to 65535`;
  if (longest === undefined) return `${form}; the kinds of endpoint are ${kinds}`;
  const where = password ? 'USER and in PASSWORD' : 'USER, which has no password in this protocol';
  return `${form}, and at most ${longest} octets in ${where}`;
}
