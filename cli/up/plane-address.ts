/** Whether a plane may bring its token to this control: over HTTPS, or without leaving the machine. */
import { AtlanticError } from '@atlantic/contract/errors.ts';

const LOOPBACK = /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Throws `control_not_secure` for plain HTTP to another machine. The URL has been checked to be one. */
export function checkSecure(url: string): string {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return url;
  throw new AtlanticError('control_not_secure', { detail: `${url} is plain HTTP to another machine.` });
}
