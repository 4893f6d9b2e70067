/** Addresses to listen on: `HOST:PORT` or `[IPV6]:PORT`. */
import { isIP } from 'node:net';
import { isHostName } from '../host-pattern.ts';

export interface Bind {
  host: string;
  port: number;
}

/** Splits `127.0.0.1:8080` or `[::1]:8080`; undefined when the text is neither. Port 0 means any free port. */
export function parseBind(text: string): Bind | undefined {
  const [, v6, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([^[\]:]+)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (v6 !== undefined && isIP(v6) === 6 && port <= 65535) return { host: v6, port };
  return name !== undefined && isHostName(name) && port <= 65535 ? { host: name, port } : undefined;
}

/** Whether a listener there is on every address of the machine. */
export const isAnyHost = (host: string): boolean => ['0.0.0.0', '::'].includes(host);

/** The text form of an address, with brackets around IPv6. */
export const formatBind = ({ host, port }: Bind): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export const bindProblem = (text: string): string | undefined =>
  parseBind(text) ? undefined : 'must be HOST:PORT, for example 127.0.0.1:8080 or [::1]:8080';
