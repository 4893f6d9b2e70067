/** What it means that a proxy could not be dialled: its own doing, or that of this machine. Pure but for one look at the interfaces. */
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ErrorCode } from '@atlantic/contract/errors.ts';

export type DialFault =
  | { readonly kind: 'dead'; readonly code: ErrorCode; readonly detail?: string }
  /** `code`: the system's name of it. */
  | { readonly kind: 'local'; readonly code: string };

/** No socket, no memory, no port: whoever is dialled has no part in it. */
const ALWAYS_LOCAL = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EAGAIN', 'ENETDOWN', 'EPERM']);
/** Local when this machine says so at once; a router that says so later knows the proxy's network. */
const LOCAL_AT_ONCE = new Set(['ENETUNREACH', 'EHOSTUNREACH']);

const CODES: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: 'connection_refused',
  ETIMEDOUT: 'connection_timeout',
  ECONNRESET: 'connection_terminated',
  EPIPE: 'connection_terminated',
};

/** Whether any interface has an address of IPv6 by which the world can be reached. */
const hasIPv6 = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family, internal, address }) => family === 'IPv6' && !internal && !/^fe80:/i.test(address)),
  );

/**
 * `synchronous`: it failed while it was begun. A machine without IPv6 fails so for each proxy of that family, and would for
 * ever; there such a proxy is of no use.
 */
export function faultOfDial(code: string, synchronous: boolean, address: string): DialFault {
  if (ALWAYS_LOCAL.has(code)) return { kind: 'local', code };
  if (synchronous && LOCAL_AT_ONCE.has(code) && (isIP(address) === 4 || hasIPv6())) return { kind: 'local', code };
  const known = CODES[code];
  return known === undefined
    ? { kind: 'dead', code: 'destination_unroutable', detail: `The system says ${code}.` }
    : { kind: 'dead', code: known };
}
