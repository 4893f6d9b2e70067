/** The source address of a connection: the exit's own, or one drawn from its IPv6 prefix. Pure. */
import type { SourceAddress } from '@atlantic/contract/config/source-address.ts';
import { mix } from '@atlantic/kernel/pool/hash.ts';
import { formatAddress, parseAddress } from '@atlantic/wire/ip-address.ts';

const WORDS = 4;

/** No prefix: every connection leaves from the same address. */
export const isOneAddress = ({ family, bits }: SourceAddress): boolean => bits === (family === 4 ? 32 : 128);

/** `draw` gives 32 random bits for each of the four words of the address; the bits of the prefix stay. */
export function sourceAddress(source: SourceAddress, draw: (word: number) => number): string {
  const { address, bits } = source;
  if (isOneAddress(source)) return address;
  const octets = parseAddress(address) ?? Buffer.alloc(16);
  for (let word = 0; word < WORDS; word += 1) {
    const fixed = Math.min(Math.max(bits - word * 32, 0), 32);
    // A shift by 32 would shift by none.
    const mask = fixed === 32 ? 0 : 0xffffffff >>> fixed;
    const kept = octets.readUInt32BE(word * 4) & ~mask;
    octets.writeUInt32BE((kept | (draw(word) & mask)) >>> 0, word * 4);
  }
  return formatAddress(octets);
}

/** Draws the same for the same session (see `sessionKey`) by the same exit, whichever worker asks. */
export const drawForSession =
  (key: number, exit: number) =>
  (word: number): number =>
    mix(mix(key ^ exit) ^ Math.imul(word + 1, 0x9e3779b1));
