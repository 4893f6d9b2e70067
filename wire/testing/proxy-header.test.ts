import { expect, it } from 'vitest';
import { crc32c } from '../crc32c.ts';
import { proxyV2, tlv, withChecksum } from './proxy-header.ts';

it('writes lengths in two octets', () => {
  expect(tlv(4, 'x'.repeat(300)).subarray(0, 4)).toEqual(Buffer.from([4, 1, 44, 120]));
  expect(proxyV2({ body: Buffer.alloc(258) }).readUInt16BE(14)).toBe(258);
});

it('puts the checksum where it was left blank', () => {
  const header = withChecksum([tlv(1, 'h2')], []);
  const blank = Buffer.from(header);
  blank.fill(0, header.length - 4);
  expect(header.readUInt32BE(header.length - 4)).toBe(crc32c(blank));
});
