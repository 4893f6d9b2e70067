/** Addresses to listen on: `HOST:PORT` or `[IPV6]:PORT`. */

export interface Bind {
  host: string;
  port: number;
}

/** Splits `127.0.0.1:8080` or `[::1]:8080`; undefined when the text is neither. Port 0 means any free port. */
export function parseBind(text: string): Bind | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^[\]:\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65535 ? undefined : { host, port };
}

/** The text form of an address, with brackets around IPv6. */
export const formatBind = ({ host, port }: Bind): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export const bindProblem = (text: string): string | undefined =>
  parseBind(text) ? undefined : 'must be HOST:PORT, for example 127.0.0.1:8080 or [::1]:8080';
