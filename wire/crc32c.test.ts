import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

describe('CRC-32C', () => {
  // RFC 3720 appendix B.4, where the octets of the checksum stand in reverse.
  it.each([
    ['32 octets of zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 octets of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 octets that count up', Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
    ['32 octets that count down', Buffer.from(Array.from({ length: 32 }, (_, at) => 31 - at)), 0x113fdb5c],
    ['nothing', Buffer.alloc(0), 0],
    ['the digits of the catalogues', Buffer.from('123456789'), 0xe3069283],
  ])('of %s', (_what, octets, sum) => expect(crc32c(octets)).toBe(sum));

  it('notices any one flipped bit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), fc.nat(), (octets, place) => {
        const flipped = Uint8Array.from(octets);
        const at = (place >> 3) % octets.length;
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (place & 7));
        return crc32c(flipped) !== crc32c(octets);
      }),
    );
  });
});
