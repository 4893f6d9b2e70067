/** The host of a target, in the one form every door of the gateway uses. */
import { formatAddress, parseAddress } from './ip-address.ts';

/** RFC 1035 §2.3.4: 253 characters of text, and 63 a label. */
const NAME_LIMIT = 253;
// RFC 3986 would allow more in a reg-name; names that can be looked up have letters, digits, dashes and underscores.
const NAME = /^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?$/;
const NUMERIC_LABEL = /^(?:\d+|0x[0-9a-f]*)$/;

/**
 * A host as it stands in a URI or a Host header: a name, an IPv4 address or `[IPv6]`.
 *
 * Names come back in lower case, addresses canonical and without brackets. Undefined for what is none of these. A name
 * whose last label is a number is refused unless it is a dotted IPv4 address: system resolvers read `127.1`,
 * `0x7f000001` and `2130706433` as 127.0.0.1, and rules on addresses would not see it.
 */
export function parseHost(text: string): string | undefined {
  if (text.startsWith('[')) return parseBracketed(text);
  const name = text.toLowerCase();
  const address = name.includes(':') ? undefined : parseAddress(name);
  if (address) return formatAddress(address);
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (bare.length > NAME_LIMIT || !NAME.test(name)) return undefined;
  return NUMERIC_LABEL.test(bare.slice(bare.lastIndexOf('.') + 1)) ? undefined : name;
}

function parseBracketed(text: string): string | undefined {
  if (!text.endsWith(']')) return undefined;
  const inside = text.slice(1, -1);
  const address = inside.includes(':') ? parseAddress(inside) : undefined;
  return address && formatAddress(address);
}
