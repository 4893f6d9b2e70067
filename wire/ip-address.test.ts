import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, formatV4Number, parseAddress, parseV4Number } from './ip-address.ts';

const canonical = (text: string): string | undefined => {
  const octets = parseAddress(text);
  return octets && formatAddress(octets);
};

describe('IP addresses', () => {
  // RFC 5952 §1 to §5.
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::ffff:c000:0201', '::ffff:192.0.2.1'],
    ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
    ['1:2:3:4:5:6:192.0.2.33', '1:2:3:4:5:6:c000:221'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    '',
    '1',
    '127.1',
    '1.2.3.4.5',
    '256.0.0.1',
    '01.2.3.4',
    '0x7f.0.0.1',
    ' 1.2.3.4',
    '1.2.3.4.',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '::12345',
    '::g',
    'fe80::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '[::1]',
  ])('does not take %j for an address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('reads back what it writes, and the platform takes both for addresses', () => {
    // Mostly zeros, so that runs of every length and place occur.
    const octet = fc.oneof(fc.constant(0), fc.constant(0), fc.nat(255));
    fc.assert(
      fc.property(fc.array(octet, { minLength: 16, maxLength: 16 }), (octets) => {
        const v4 = Buffer.from(octets.slice(0, 4));
        const v6 = Buffer.from(octets);
        expect(isIPv4(formatAddress(v4))).toBe(true);
        expect(isIPv6(formatAddress(v6))).toBe(true);
        expect(parseAddress(formatAddress(v4))).toEqual(v4);
        expect(parseAddress(formatAddress(v6))).toEqual(v6);
      }),
    );
  });

  it('agrees with the platform on what is an address', () => {
    const text = fc.string({ unit: fc.constantFrom('0', '1', 'f', '25', ':', '::', '.'), maxLength: 24 });
    fc.assert(
      fc.property(text, (candidate) => {
        expect(parseAddress(candidate) !== undefined).toBe(isIPv4(candidate) || isIPv6(candidate));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('IPv4 addresses as numbers', () => {
  it('are what their octets say', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseV4Number(text)).toBe(parseAddress(text)?.readUInt32BE());
        expect(formatV4Number(parseV4Number(text))).toBe(text);
      }),
    );
  });

  it('are read without liberties', () => {
    const near = fc.stringMatching(/^[0-9]{0,4}(?:[.:a ][0-9]{0,4}){0,5}$/);
    fc.assert(
      fc.property(near, (text) => {
        const octets = parseAddress(text);
        expect(parseV4Number(text)).toBe(octets?.length === 4 ? octets.readUInt32BE() : -1);
      }),
      { numRuns: 500 },
    );
    for (const text of ['', '1.2.3', '1.2.3.4.5', '1.2.3.', '.1.2.3', '01.2.3.4', '1.2.3.256', '1..2.3', '1.2.3.4 '])
      expect([text, parseV4Number(text)]).toEqual([text, -1]);
    expect(parseV4Number('0.0.0.0')).toBe(0);
  });
});
