import { LONGEST_LINE } from '@atlantic/contract/endpoint-list/line.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyCut, parsePieces, parseWhole } from './fixture/parse.ts';
import { createTextParser } from './text-parser.ts';

const read = (text: string) => parseWhole(createTextParser, text);

const AWKWARD = [
  '# free proxies, updated 10:05',
  '1.2.3.4:80',
  '  5.6.7.8:8080\t',
  '9.9.9.9:3128 US-N-S! + ',
  'http://1.1.1.1:80/',
  'SOCKS5://1.1.1.1:1080',
  'socks4a://h.example:1080',
  '',
  '8.8.8.8 8080 socks4 DE',
  '8.8.4.4\t3128',
  '7.7.7.7,8080,US',
  '6.6.6.6:1;6.6.6.7:2',
  'anna:hu,sh@4.4.4.4:81',
  '3.3.3.3:80:US:elite',
  '// comment',
  '; comment',
  '[2001:db8::1]:80 ünïcode',
  '"2.2.2.2:80",',
  '01.2.3.4:80',
  '1.2.3.4:99999',
  '1.2.3.4.5:80',
  'Free list of https://lists.example/ at 10:05:03',
  'last:1',
].join('\n');

const FOUND = {
  entries: [
    '1.2.3.4:80',
    '5.6.7.8:8080',
    '9.9.9.9:3128',
    'http://1.1.1.1:80',
    'socks5://1.1.1.1:1080',
    'socks4://h.example:1080',
    'socks4://8.8.8.8:8080',
    '8.8.4.4:3128',
    '7.7.7.7:8080',
    '6.6.6.6:1',
    '6.6.6.7:2',
    'anna:hu,sh@4.4.4.4:81',
    '3.3.3.3:80',
    '2001:db8::1:80',
    '2.2.2.2:80',
    'last:1',
  ],
  rejections: ['bad-host', 'bad-port', 'bad-host', 'unreadable'],
};

it('reads lines as people write them', () => expect(read(AWKWARD)).toEqual(FOUND));

it('reads them wherever they are cut, and whatever ends them', () => {
  for (const pieces of everyCut(AWKWARD.replaceAll('\n', '\r\n')))
    expect(parsePieces(createTextParser, pieces)).toEqual(FOUND);
  expect(read(AWKWARD.replaceAll('\n', '\r'))).toEqual(FOUND);
});

it('passes over lines that are too long, and only those', () => {
  const long = 'x'.repeat(LONGEST_LINE + 1);
  const text = `1.1.1.1:1\n${long}\n2.2.2.2:2\n${long}`;
  const found = { entries: ['1.1.1.1:1', '2.2.2.2:2'], rejections: ['too-long', 'too-long'] };
  expect(read(text)).toEqual(found);
  for (const size of [1, 7, LONGEST_LINE, LONGEST_LINE + 1]) {
    const octets = Buffer.from(text);
    const pieces = Array.from({ length: Math.ceil(octets.length / size) }, (_, at) =>
      octets.subarray(at * size, (at + 1) * size),
    );
    expect(parsePieces(createTextParser, pieces)).toEqual(found);
  }
  expect(read(`1.1.1.1:1 ${'y'.repeat(LONGEST_LINE - 10)}`).entries).toEqual(['1.1.1.1:1']);
});

it('reads each address and port alike by octets and by words', () => {
  const scheme = fc.constantFrom('', 'http://', 'https://', 'socks4://', 'socks5://');
  fc.assert(
    fc.property(scheme, fc.ipV4(), fc.integer({ min: 0, max: 70_000 }), (before, host, port) => {
      expect(read(`${before}${host}:${port}\n`)).toEqual(read(` ${before}${host}:${port}\n`));
    }),
  );
});

it('never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => void parseWhole(createTextParser, octets)));
});
