/** Endpoint URLs of pools: `http://[USER:PASSWORD@]HOST:PORT`. */
import { isIP } from 'node:net';
import { hostPatternProblem } from '../host-pattern.ts';

/** The kinds of endpoint there are; a URL's scheme names one. */
export const ENDPOINT_KINDS = ['http'] as const;

export interface EndpointUrl {
  readonly kind: (typeof ENDPOINT_KINDS)[number];
  /** A name or an address, lower case, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Percent-decoded. */
  readonly username?: string;
  readonly password?: string;
}

const FORM = /^http:\/\/(?:(.*)@)?(?:\[([0-9a-f:.]+)\]|([^[\]:@/?#\s]+)):(\d{1,5})\/?$/is;

const isHostName = (text: string): boolean =>
  isIP(text) === 4 || (hostPatternProblem(text) === undefined && !/[*/]/.test(text));

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

/** The parts of an endpoint URL, or undefined when the text is none. The port must be written, since none is usual. */
export function parseEndpointUrl(text: string): EndpointUrl | undefined {
  const [, userText, v6, name, portText] = FORM.exec(text) ?? [];
  const host = (v6 ?? name)?.toLowerCase();
  const port = Number(portText);
  const user = userOf(userText);
  if (host === undefined || user === undefined || port < 1 || port > 65535) return undefined;
  if (v6 === undefined ? !isHostName(host) : isIP(host) !== 6) return undefined;
  return { kind: 'http', host, port, ...user };
}

/** Why `text` is not an endpoint URL, without quoting it, or undefined when it is one. */
export function endpointUrlProblem(text: string): string | undefined {
  if (parseEndpointUrl(text)) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const kinds = ENDPOINT_KINDS.join(', ');
  if (scheme !== undefined && scheme !== 'http') return `is of the kind ${scheme}; the kinds of endpoint are ${kinds}`;
  return `must be http://[USER:PASSWORD@]HOST:PORT with a port from 1 to 65535; the kinds of endpoint are ${kinds}`;
}
