/** Local addresses that direct exits leave from: `192.0.2.7`, `2001:db8::7` or an IPv6 prefix such as `2001:db8:1::/64`. */
import { isIP } from 'node:net';

/** Bits. A shorter prefix is a mistake: nobody is given more than this to send from. */
const SHORTEST_PREFIX = 32;

export interface SourceAddress {
  readonly family: 4 | 6;
  readonly address: string;
  /** How many leading bits are fixed: 32 for IPv4, 32 to 128 for IPv6. */
  readonly bits: number;
}

/** Undefined when the text is none. */
export function parseSourceAddress(text: string): SourceAddress | undefined {
  const [address = '', bitsText, ...more] = text.split('/');
  // A zone (fe80::1%eth0) would need its interface.
  if (more.length > 0 || address.includes('%')) return undefined;
  if (isIP(address) === 4) return bitsText === undefined ? { family: 4, address, bits: 32 } : undefined;
  if (isIP(address) !== 6) return undefined;
  if (bitsText === undefined) return { family: 6, address, bits: 128 };
  const bits = /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : 0;
  return bits >= SHORTEST_PREFIX && bits <= 128 ? { family: 6, address, bits } : undefined;
}

/** Why `text` is none, or undefined when it is one. */
export const sourceAddressProblem = (text: string): string | undefined =>
  parseSourceAddress(text)
    ? undefined
    : `must be an IP address of this machine, or an IPv6 prefix of ${SHORTEST_PREFIX} to 128 bits such as 2001:db8:1::/64`;
