/** Version 2 of the PROXY protocol, binary (section 2.2 of its document). */
import { crc32c } from './crc32c.ts';
import { formatAddress } from './ip-address.ts';
import type { ProxyHeaderRead, ProxySource } from './proxy-header.ts';

export const V2_SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

/** Octets before the addresses: signature, version and command, family and transport, length. */
const FIXED = 16;

/** Octets behind the fixed part that are taken at the most; the longest addresses (UNIX) have 216. */
export const V2_LONGEST = 536;

/** Version in the upper half of the octet, command in the lower. */
const LOCAL = 0x20;
const PROXY = 0x21;

/** Octets of both addresses, and ports where there are any, by family (upper half) and transport (lower half). */
const ADDRESSES: ReadonlyMap<number, number> = new Map([
  [0x00, 0],
  [0x11, 12],
  [0x12, 12],
  [0x21, 36],
  [0x22, 36],
  [0x31, 216],
  [0x32, 216],
]);
const UNSPEC = 0x00;

/** Octets of one address in the families over TCP that a source is taken from. §2.2: the others count as UNSPEC. */
const TCP: ReadonlyMap<number, number> = new Map([
  [0x11, 4],
  [0x21, 16],
]);

const TYPE_CRC32C = 0x03;

const fault = (detail: string): ProxyHeaderRead => ({ state: 'error', detail });

/** Two addresses, then two ports; the second of each is this gateway's. */
function sourceOf(family: number, header: Buffer): ProxySource | undefined {
  const size = TCP.get(family);
  if (size === undefined) return undefined;
  return {
    host: formatAddress(header.subarray(FIXED, FIXED + size)),
    port: header.readUInt16BE(FIXED + 2 * size),
  };
}

/** §2.2.5: the checksum of the whole header, with zeros where the checksum stands. */
function sumIsRight(header: Buffer, at: number): boolean {
  const blank = Buffer.from(header);
  blank.fill(0, at, at + 4);
  return crc32c(blank) === header.readUInt32BE(at);
}

/** Walks over type, length and value to the header's end (§2.2.1); only a checksum matters. */
function extensionFault(header: Buffer, from: number): string | undefined {
  for (let at = from; at < header.length; ) {
    const end = at + 3 + (at + 3 <= header.length ? header.readUInt16BE(at + 1) : 0);
    if (end > header.length) return 'an extension of the PROXY header is cut off';
    if (header[at] === TYPE_CRC32C && !(end === at + 7 && sumIsRight(header, at + 3)))
      return 'the checksum of the PROXY header is wrong';
    at = end;
  }
  return undefined;
}

/** `octets` begin like a header of version 2, as far as they go. */
export function readProxyV2(octets: Buffer): ProxyHeaderRead {
  const command = octets[V2_SIGNATURE.length];
  if (command !== undefined && command !== LOCAL && command !== PROXY)
    return fault('the version or command of the PROXY header is unknown');
  if (octets.length < FIXED) return { state: 'more' };
  const length = FIXED + octets.readUInt16BE(14);
  if (length > FIXED + V2_LONGEST) return fault('the PROXY header is longer than 552 octets');
  if (octets.length < length) return { state: 'more' };
  const family = octets[13] ?? UNSPEC;
  // §2.2: the rest of a LOCAL header is skipped, whatever it says.
  if (command === LOCAL) return { state: 'header', length, source: undefined };
  const addresses = ADDRESSES.get(family);
  if (addresses === undefined) return fault('the address family of the PROXY header is unknown');
  if (family === UNSPEC) return { state: 'header', length, source: undefined };
  if (FIXED + addresses > length) return fault('the PROXY header is too short for its addresses');
  const header = octets.subarray(0, length);
  const detail = extensionFault(header, FIXED + addresses);
  return detail === undefined ? { state: 'header', length, source: sourceOf(family, header) } : fault(detail);
}
