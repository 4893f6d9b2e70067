/** Request targets of a proxy: the authority of CONNECT and the absolute form (RFC 9112 §3.2). */
import { parseHost } from './host.ts';

export interface Authority {
  /** Lower case; IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

export interface AbsoluteTarget extends Authority {
  readonly scheme: 'http' | 'https';
  /** What the request line to the origin server says: path and query, or `*`. */
  readonly path: string;
}

const DEFAULT_PORT = { http: 80, https: 443 } as const;
const ABSOLUTE = /^(https?):\/\/([^/?#]*)([^#]*)$/i;

/** `HOST:PORT` or `[V6]:PORT` of a CONNECT request; the port is not optional (RFC 9112 §3.2.3). Undefined when it is neither. */
export function parseAuthority(text: string): Authority | undefined {
  const { host, port } = splitPort(text);
  return authority(host, port);
}

/**
 * An `http` or `https` URI as a client sends it to a proxy (RFC 9112 §3.2.2). Undefined for anything else, for an empty
 * host (RFC 9110 §4.2.1), for user information (RFC 9110 §4.2.4) and for a fragment, which has no place on the wire.
 *
 * `method` decides what an absent path becomes: `*` for OPTIONS (RFC 9112 §3.2.4), `/` for all others.
 */
export function parseAbsolute(target: string, method: string): AbsoluteTarget | undefined {
  const match = ABSOLUTE.exec(target);
  if (!match) return undefined;
  const [, rawScheme = '', rawAuthority = '', rawPath = ''] = match;
  const scheme = rawScheme.toLowerCase() === 'https' ? 'https' : 'http';
  const { host, port } = splitPort(rawAuthority);
  const parsed = authority(host, port === '' || port === undefined ? String(DEFAULT_PORT[scheme]) : port);
  return parsed && { scheme, ...parsed, path: originPath(rawPath, method) };
}

/** `host:port`, with brackets around IPv6. The port is left out when it equals `defaultPort`, as a Host header wants it. */
export function formatAuthority(host: string, port: number, defaultPort?: number): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return port === defaultPort ? shown : `${shown}:${port}`;
}

/** Is this a Host header's value (RFC 9112 §3.2)? It may be empty, and the port may be absent. */
export function isHostValue(value: string): boolean {
  if (value === '') return true;
  const { host, port } = splitPort(value);
  return parseHost(host) !== undefined && /^\d{0,5}$/.test(port ?? '') && Number(port ?? 0) <= 65535;
}

function splitPort(text: string): { host: string; port: string | undefined } {
  const colon = text.indexOf(':', text.startsWith('[') ? Math.max(text.indexOf(']'), 0) : 0);
  return colon < 0 ? { host: text, port: undefined } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function authority(rawHost: string, rawPort: string | undefined): Authority | undefined {
  const host = parseHost(rawHost);
  if (host === undefined || rawPort === undefined || !/^\d{1,5}$/.test(rawPort)) return undefined;
  const port = Number(rawPort);
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}

function originPath(rawPath: string, method: string): string {
  if (rawPath === '') return method === 'OPTIONS' ? '*' : '/';
  return rawPath.startsWith('/') ? rawPath : `/${rawPath}`;
}
