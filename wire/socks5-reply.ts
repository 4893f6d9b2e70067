/** What a SOCKS5 server answers (RFC 1928 §3 and §6, RFC 1929 §2). */
import { parseAddress } from './ip-address.ts';

/** Authentication methods of RFC 1928 §3. */
export const SOCKS_METHOD = { none: 0, password: 2, noneAcceptable: 0xff } as const;

/** Reply codes of RFC 1928 §6. */
export const SOCKS_REPLY = {
  succeeded: 0,
  generalFailure: 1,
  notAllowed: 2,
  networkUnreachable: 3,
  hostUnreachable: 4,
  connectionRefused: 5,
  ttlExpired: 6,
  commandUnsupported: 7,
  addressUnsupported: 8,
} as const;

export type SocksMethod = (typeof SOCKS_METHOD)[keyof typeof SOCKS_METHOD];
export type SocksReplyCode = (typeof SOCKS_REPLY)[keyof typeof SOCKS_REPLY];

/** The chosen method. After `noneAcceptable` the client must close. */
export const methodReply = (method: SocksMethod): Buffer => Buffer.from([5, method]);

/** Whether user name and password are right. When they are not, the server must close (RFC 1929 §2). */
export const authReply = (ok: boolean): Buffer => Buffer.from([1, ok ? 0 : 1]);

/** The answer to the request. `bound` is the address of the outgoing socket; without one, or with a name, 0.0.0.0:0. */
export function requestReply(code: SocksReplyCode, bound?: { readonly host: string; readonly port: number }): Buffer {
  const address = bound && parseAddress(bound.host);
  if (!address) return Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  const port = Buffer.alloc(2);
  port.writeUInt16BE(bound.port);
  return Buffer.concat([Buffer.from([5, code, 0, address.length === 4 ? 1 : 4]), address, port]);
}
