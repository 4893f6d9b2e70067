/** Headers of the PROXY protocol, version 2, as a balancer writes them. */
import { crc32c } from '../crc32c.ts';
import { V2_SIGNATURE } from '../proxy-protocol-v2.ts';

const TYPE_CRC32C = 3;

/** Addresses and ports of TCP over IPv4: from 192.0.2.1:56271 to 127.0.0.1:8080. */
export const V2_TCP4 = Buffer.from([192, 0, 2, 1, 127, 0, 0, 1, 0xdb, 0xcf, 0x1f, 0x90]);

/** An extension: type, length and value. */
export function tlv(type: number, value: string | Buffer): Buffer {
  const octets = Buffer.from(value);
  return Buffer.concat([Buffer.from([type, octets.length >> 8, octets.length & 255]), octets]);
}

/** A header for a connection over TCP and IPv4, unless told otherwise. */
export function proxyV2(header: { command?: number; family?: number; body: Buffer }): Buffer {
  const { command = 0x21, family = 0x11, body } = header;
  const fixed = Buffer.from([command, family, body.length >> 8, body.length & 255]);
  return Buffer.concat([V2_SIGNATURE, fixed, body]);
}

/** A header from 192.0.2.1 with its checksum between these extensions. */
export function withChecksum(before: readonly Buffer[], after: readonly Buffer[]): Buffer {
  const blank = proxyV2({ body: Buffer.concat([V2_TCP4, ...before, tlv(TYPE_CRC32C, Buffer.alloc(4)), ...after]) });
  blank.writeUInt32BE(crc32c(blank), 16 + V2_TCP4.length + Buffer.concat(before).length + 3);
  return blank;
}
