/** The Proxy-Status response header (RFC 9209), written and read as a structured field (RFC 8941 §4). */
import { type HeaderList, headerValues } from './http-header.ts';

export interface ProxyStatus {
  /** Name of this gateway. */
  readonly proxy: string;
  /** Error type of RFC 9209 §2.3, such as `dns_timeout`. */
  readonly error: string;
  /** For people. */
  readonly details?: string | undefined;
  /** The status that the next hop answered. */
  readonly receivedStatus?: number | undefined;
  /** Which server was asked. Send it only where the client may know. */
  readonly nextHop?: string | undefined;
}

/** Most octets of `details` on the wire. */
const DETAILS_LIMIT = 512;
/** RFC 8941 §3.3.4. */
const SF_TOKEN = /^[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*$/;

/** The header's value: one list member with its parameters. */
export function formatProxyStatus({ proxy, error, details, receivedStatus, nextHop }: ProxyStatus): string {
  const parameters = [`error=${tokenOrString(error)}`];
  if (nextHop !== undefined) parameters.push(`next-hop=${tokenOrString(nextHop)}`);
  if (receivedStatus !== undefined) parameters.push(`received-status=${receivedStatus}`);
  if (details !== undefined) parameters.push(`details=${sfString(details, DETAILS_LIMIT)}`);
  return [tokenOrString(proxy), ...parameters].join(';');
}

const tokenOrString = (text: string): string => (SF_TOKEN.test(text) ? text : sfString(text, DETAILS_LIMIT));

/** RFC 8941 §3.3.3: visible ASCII and spaces in quotes. Other octets of the UTF-8 text are shown as %XX. */
function sfString(text: string, limit: number): string {
  let written = '';
  for (const octet of Buffer.from(text, 'utf8')) {
    const piece = escapeOctet(octet);
    if (written.length + piece.length > limit) break;
    written += piece;
  }
  return `"${written}"`;
}

function escapeOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  if (character === '"' || character === '\\') return `\\${character}`;
  return octet >= 0x20 && octet < 0x7f ? character : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A list member up to its comma; a comma in quotes is text (RFC 8941 §3.3.3). */
const MEMBER = /(?:[^",]|"(?:[^"\\]|\\.)*")+/g;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;
const ERROR = /;\s*error=([a-z_]+)\s*(?:;|$)/;

/**
 * The error type that the last member tells, which is that of the proxy nearest to us (RFC 9209 §2). Undefined when it
 * tells none: then the proxy has only passed the answer on.
 */
export function nearestProxyError(headers: HeaderList): string | undefined {
  const members = headerValues(headers, 'proxy-status').join(',').match(MEMBER) ?? [];
  return ERROR.exec(members.at(-1)?.replace(QUOTED, '""') ?? '')?.[1];
}
