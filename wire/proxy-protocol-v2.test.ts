import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyV2, V2_LONGEST } from './proxy-protocol-v2.ts';
import { proxyV2, tlv, V2_TCP4, withChecksum } from './testing/proxy-header.ts';

const FOUR = V2_TCP4;
const IPV6 = Buffer.concat([
  Buffer.from('20010db8000000000000000000000001', 'hex'),
  Buffer.from('00000000000000000000000000000001', 'hex'),
  Buffer.from([0xdb, 0xcf, 0x1f, 0x90]),
]);

describe('a binary PROXY header', () => {
  it('is what the document shows', () => {
    // Signature, PROXY, TCP over IPv4, 12 octets: from 192.0.2.1:56271 to 127.0.0.1:8080.
    const octets = Buffer.from('0d0a0d0a000d0a515549540a2111000cc00002017f000001dbcf1f90', 'hex');
    expect(readProxyV2(octets)).toEqual({ state: 'header', length: 28, source: { host: '192.0.2.1', port: 56_271 } });
    expect(proxyV2({ body: FOUR })).toEqual(octets);
  });

  it.each<[what: string, octets: Buffer, host: string | undefined]>([
    ['TCP over IPv6', proxyV2({ family: 0x21, body: IPV6 }), '2001:db8::1'],
    ['LOCAL', proxyV2({ command: 0x20, family: 0, body: Buffer.alloc(0) }), undefined],
    ['LOCAL with addresses, which are skipped', proxyV2({ command: 0x20, body: FOUR }), undefined],
    ['LOCAL with what is no extension', proxyV2({ command: 0x20, family: 0x99, body: Buffer.alloc(9, 7) }), undefined],
    ['a UNIX socket', proxyV2({ family: 0x31, body: Buffer.alloc(216, 'a') }), undefined],
    ['datagrams, whose source is not taken', proxyV2({ family: 0x12, body: FOUR }), undefined],
    ['a family nobody knows', proxyV2({ family: 0, body: Buffer.from([1, 2, 3]) }), undefined],
    ['no extension', proxyV2({ body: FOUR }), '192.0.2.1'],
    [
      'extensions',
      proxyV2({ body: Buffer.concat([FOUR, tlv(1, 'h2'), tlv(4, ''), tlv(0xea, 'x'.repeat(90))]) }),
      '192.0.2.1',
    ],
    ['its checksum', withChecksum([tlv(2, 'host.example')], [tlv(4, 'padding')]), '192.0.2.1'],
    ['as much as may be', proxyV2({ body: Buffer.concat([FOUR, tlv(4, 'x'.repeat(V2_LONGEST - 15))]) }), '192.0.2.1'],
  ])('with %s', (_what, octets, host) => {
    const behind = Buffer.concat([octets, Buffer.from('GET')]);
    for (const arrived of [octets, behind]) {
      const read = readProxyV2(arrived);
      expect(read).toMatchObject({ state: 'header', length: octets.length });
      expect(read.state === 'header' ? read.source?.host : 'none').toBe(host);
    }
  });

  it.each<[what: string, octets: Buffer, detail: RegExp]>([
    ['version 1', proxyV2({ command: 0x11, body: FOUR }), /version or command/],
    ['another command', proxyV2({ command: 0x22, body: FOUR }), /version or command/],
    ['another family', proxyV2({ family: 0x41, body: FOUR }), /family .* unknown/],
    ['another transport', proxyV2({ family: 0x13, body: FOUR }), /family .* unknown/],
    ['half an address', proxyV2({ body: FOUR.subarray(0, 11) }), /too short/],
    ['IPv4 where IPv6 is said', proxyV2({ family: 0x21, body: FOUR }), /too short/],
    ['half a UNIX address', proxyV2({ family: 0x31, body: Buffer.alloc(215) }), /too short/],
    ['an extension without its length', proxyV2({ body: Buffer.concat([FOUR, Buffer.from([4, 0])]) }), /cut off/],
    [
      'an extension longer than the header',
      proxyV2({ body: Buffer.concat([FOUR, Buffer.from([4, 0, 9, 1])]) }),
      /cut off/,
    ],
    ['more than may be', proxyV2({ body: Buffer.alloc(V2_LONGEST + 1) }).subarray(0, 16), /longer than 552/],
    ['a checksum of another size', proxyV2({ body: Buffer.concat([FOUR, tlv(3, 'abc')]) }), /checksum/],
    ['a checksum of something else', proxyV2({ body: Buffer.concat([FOUR, tlv(3, 'abcd')]) }), /checksum/],
  ])('is refused with %s', (_what, octets, detail) => {
    const read = readProxyV2(octets);
    expect(read).toMatchObject({ state: 'error', detail: expect.stringMatching(detail) });
  });

  it('does not pass its checksum with any one bit flipped in addresses or extensions', () => {
    const header = withChecksum([tlv(2, 'host.example')], []);
    fc.assert(
      fc.property(fc.integer({ min: 16 * 8, max: header.length * 8 - 1 }), (place) => {
        const flipped = Buffer.from(header);
        flipped[place >> 3] = (flipped[place >> 3] ?? 0) ^ (1 << (place & 7));
        const read = readProxyV2(flipped);
        // A flipped bit may also make another extension of the checksum, which is then not there to be looked at.
        const type = header.indexOf(Buffer.from([3, 0, 4]), 28);
        if (place >> 3 !== type) expect(read.state).toBe('error');
      }),
    );
  });
});
