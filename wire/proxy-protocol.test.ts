import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyHeader } from './proxy-protocol.ts';
import { proxyV2, tlv, V2_TCP4, withChecksum } from './testing/proxy-header.ts';

const LINE = Buffer.from('PROXY TCP4 192.0.2.1 127.0.0.1 56271 8080\r\n');
const HEADERS: [name: string, header: Buffer][] = [
  ['version 1', LINE],
  ['version 2', proxyV2({ body: V2_TCP4 })],
  ['version 2 with a checksum', withChecksum([tlv(2, 'host.example')], [tlv(4, '')])],
];

describe('a PROXY header', () => {
  it.each(HEADERS)('of %s is waited for up to its last octet, and not a moment longer', (_name, header) => {
    for (let cut = 0; cut < header.length; cut += 1)
      expect(readProxyHeader(header.subarray(0, cut))).toEqual({ state: 'more' });
    const source = { host: '192.0.2.1', port: 56_271 };
    const all = { state: 'header', length: header.length, source };
    expect(readProxyHeader(header)).toEqual(all);
    expect(readProxyHeader(Buffer.concat([header, header]))).toEqual(all);
  });

  it.each([
    'GET / HTTP/1.1\r\n',
    '\x05\x01\x00',
    '\x16\x03\x01',
    'PROXX ',
    '\r\n\r\n\0\r\nQUIT\r',
    '\r\n\r\nX',
  ])('is not what begins with %j, known by the first octet that differs', (text) => {
    const octets = Buffer.from(text, 'latin1');
    expect(readProxyHeader(octets)).toMatchObject({ state: 'error' });
    const firstWrong = Array.from(octets, (_, at) => readProxyHeader(octets.subarray(0, at + 1)).state).indexOf(
      'error',
    );
    expect(octets.subarray(0, firstWrong)).toSatisfy((start: Buffer) => readProxyHeader(start).state === 'more');
  });

  it('never throws, never asks for more than it may have, and never takes more than there is', () => {
    const start = fc.constantFrom(
      '',
      'PROXY ',
      'PROXY TCP4 ',
      '\r\n\r\n\0\r\nQUIT\n',
      '\r\n\r\n\0\r\nQUIT\n\x21\x11\0',
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 700 }), (text, rest) => {
        const octets = Buffer.concat([Buffer.from(text, 'latin1'), rest]);
        const read = readProxyHeader(octets);
        if (read.state === 'more') expect(octets.length).toBeLessThan(16 + 536);
        if (read.state === 'header') expect(read.length).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 1_000 },
    );
  });
});
