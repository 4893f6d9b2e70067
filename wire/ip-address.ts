/** IP addresses between their text and their octets, without the liberties of inet_aton. */

/** Octets of an IPv4 (4) or IPv6 (16) address. Undefined for everything else, zone identifiers and `127.1` included. */
export function parseAddress(text: string): Buffer | undefined {
  const octets = text.includes(':') ? parseIPv6(text) : parseIPv4(text);
  return octets && Buffer.from(octets);
}

/** Text of 4 or 16 octets; IPv6 in the one canonical form of RFC 5952. */
export function formatAddress(octets: Buffer): string {
  return octets.length === 4 ? octets.join('.') : formatIPv6(octets);
}

/** The octets of an IPv4 address as one number, the first of them highest; -1 for everything else. Makes no other text. */
export function parseV4Number(text: string): number {
  let address = 0;
  let parts = 0;
  let value = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? 0x2e : text.charCodeAt(at);
    if (code === 0x2e) {
      if (value < 0) return -1;
      address = address * 256 + value;
      parts += 1;
      value = -1;
    } else {
      // No leading zero, and no more than an octet.
      if (code < 0x30 || code > 0x39 || value === 0) return -1;
      value = Math.max(value, 0) * 10 + code - 0x30;
      if (value > 255) return -1;
    }
  }
  return parts === 4 ? address : -1;
}

/** The address of such a number. */
export const formatV4Number = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;

// No leading zeros: some resolvers read 010 as eight, others as ten.
const DECIMAL_OCTET = /^(?:0|[1-9]\d{0,2})$/;
const HEX_GROUP = /^[0-9a-f]{1,4}$/i;

function parseIPv4(text: string): number[] | undefined {
  const parts = text.split('.');
  const octets = parts.map((part) => (DECIMAL_OCTET.test(part) ? Number(part) : 256));
  return octets.length === 4 && octets.every((octet) => octet < 256) ? octets : undefined;
}

/** RFC 4291 §2.2: eight groups, `::` once for one or more groups of zero, an IPv4 tail in place of the last two. */
function parseIPv6(text: string): number[] | undefined {
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  if (right === undefined) {
    const octets = parseGroups(left, true);
    return octets?.length === 16 ? octets : undefined;
  }
  const head = parseGroups(left, false);
  const tail = parseGroups(right, true);
  if (!head || !tail || head.length + tail.length > 14) return undefined;
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

function parseGroups(text: string, mayEndInIPv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const octets: number[] = [];
  for (const [index, group] of groups.entries()) {
    const last = index === groups.length - 1;
    const embedded = mayEndInIPv4 && last ? parseIPv4(group) : undefined;
    if (embedded) octets.push(...embedded);
    else if (HEX_GROUP.test(group)) octets.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return octets;
}

function formatIPv6(octets: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => octets.readUInt16BE(index * 2));
  // RFC 5952 §5: an IPv4-mapped address shows its IPv4 part, so that people recognise it.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${octets.subarray(12).join('.')}`;
  const { start, length } = longestZeroRun(groups);
  const text = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  // RFC 5952 §4.2.2: `::` never stands for a single group.
  if (length < 2) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

/** RFC 5952 §4.2.3: the longest run is shortened, the first of equals. */
function longestZeroRun(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
