/** CRC-32C, the cyclic redundancy check of Castagnoli's polynomial (RFC 3720 appendix B.4), as the PROXY protocol uses it. */

/** The polynomial 0x1edc6f41 with its bits reversed. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/** The checksum of `octets`, without a sign. */
export function crc32c(octets: Uint8Array): number {
  let sum = 0xffffffff;
  for (const octet of octets) sum = (sum >>> 8) ^ (TABLE[(sum ^ octet) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}
