import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyV1, V1_LONGEST } from './proxy-protocol-v1.ts';

const read = (line: string) => readProxyV1(Buffer.from(line, 'latin1'));
const malformed = { state: 'error', detail: 'the PROXY line is malformed' };

describe('a PROXY line', () => {
  it.each<[line: string, source: { host: string; port: number } | undefined]>([
    // The example of §2.1, and its longest lines.
    ['PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n', { host: '192.168.0.1', port: 56_324 }],
    ['PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n', { host: '255.255.255.255', port: 65_535 }],
    [
      `PROXY TCP6 ${'ffff:'.repeat(7)}ffff ${'ffff:'.repeat(7)}ffff 65535 65535\r\n`,
      { host: `${'ffff:'.repeat(7)}ffff`, port: 65_535 },
    ],
    [`PROXY UNKNOWN ${'ffff:'.repeat(7)}ffff ${'ffff:'.repeat(7)}ffff 65535 65535\r\n`, undefined],
    ['PROXY TCP6 2001:DB8:0::1 ::1 0 0\r\n', { host: '2001:db8::1', port: 0 }],
    ['PROXY TCP6 ::ffff:c000:201 ::1 1 2\r\n', { host: '::ffff:192.0.2.1', port: 1 }],
    ['PROXY UNKNOWN\r\n', undefined],
  ])('%j', (line, source) => {
    expect(read(line)).toEqual({ state: 'header', length: line.length, source });
    expect(read(`${line}GET / HTTP/1.1\r\n\r\n`)).toEqual({ state: 'header', length: line.length, source });
  });

  it.each([
    'PROXY \r\n',
    'PROXY TCP4\r\n',
    'PROXY tcp4 1.2.3.4 1.2.3.4 1 2\r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n',
    'PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 65536 2\r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 1 -2\r\n',
    'PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n',
    'PROXY TCP4 01.2.3.4 1.2.3.4 1 2\r\n',
    'PROXY TCP4 ::1 ::1 1 2\r\n',
    'PROXY TCP4 1.2.3.4 ::1 1 2\r\n',
    'PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n',
    'PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n',
    'PROXY TCP4 1.2.3.4 1.2.3.4 1 2\nGET\r\n',
    'PROXY toString 1.2.3.4 1.2.3.4 1 2\r\n',
  ])('is refused as %j', (line) => expect(read(line)).toEqual(malformed));

  it('is refused once it cannot end in time, whatever it says', () => {
    const line = `PROXY UNKNOWN ${'x'.repeat(V1_LONGEST)}`;
    expect(read(line.slice(0, V1_LONGEST - 1))).toEqual({ state: 'more' });
    expect(read(line.slice(0, V1_LONGEST))).toMatchObject({ state: 'error' });
    expect(read(`${line.slice(0, V1_LONGEST - 1)}\r\n`)).toMatchObject({ state: 'error' });
    expect(read(`${line.slice(0, V1_LONGEST - 2)}\r\n`)).toMatchObject({ state: 'header', length: V1_LONGEST });
  });

  it('gives back any IPv4 source', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 65_535 }), (from, to, port) => {
        const line = `PROXY TCP4 ${from} ${to} ${port} 8080\r\n`;
        expect(read(line)).toEqual({ state: 'header', length: line.length, source: { host: from, port } });
      }),
    );
  });
});
