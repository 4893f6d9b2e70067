import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCsvParser, isHeader, type Separator } from './csv-parser.ts';
import type { Findings } from './findings.ts';
import { everyCut, parsePieces, parseWhole } from './fixture/parse.ts';

const parser = (separator: Separator) => (findings: Findings) => createCsvParser(separator, findings);
const read = (text: string, separator: Separator = ',') => parseWhole(parser(separator), text);

const NAMED = [
  '# made today',
  'ip,port,protocols,anonymity,country,city',
  '1.2.3.4,80,http|https|socks4,,DE,"Frankfurt, am Main"',
  '1.2.3.5,81,,elite,FR,"Köln ""Nord"""',
  '',
  '1.2.3.6,none,http,,,',
  'x y,80,http,,,',
  ',,,,,',
  '1.2.3.7,82,vmess,,,',
  '1.2.3.8,83,socks5,,DE,"two',
  'lines"',
].join('\r\n');
const FOUND = {
  entries: ['http://1.2.3.4:80', 'socks4://1.2.3.4:80', '1.2.3.5:81', 'socks5://1.2.3.8:83'],
  rejections: ['bad-port', 'bad-host', 'unreadable', 'unsupported-kind'],
};

it('reads fields by the names of a header', () => {
  expect(read(NAMED)).toEqual(FOUND);
  expect(read('Type;IP Address;Proxy Port\nSOCKS5;1.2.3.4;80', ';').entries).toEqual(['socks5://1.2.3.4:80']);
});

it('reads fields by their form', () => {
  expect(read('1.2.3.4,80,US,socks5\n"US","1.2.3.5","81"\nfree,list')).toEqual({
    entries: ['socks5://1.2.3.4:80', '1.2.3.5:81'],
    rejections: ['unreadable'],
  });
  expect(read('1.2.3.4\t80\nh.example\t81', '\t').entries).toEqual(['1.2.3.4:80', 'h.example:81']);
});

it('reads alike wherever it is cut', () => {
  for (const pieces of everyCut(NAMED)) expect(parsePieces(parser(','), pieces)).toEqual(FOUND);
});

it('loses no more than its line to a quote that is never closed', () => {
  const rest = Array.from({ length: 500 }, (_, at) => `1.2.3.4,${at + 1}`).join('\n');
  const { entries, rejections } = read(`ip,port\n9.9.9.9,1\n"9.9.9.9,2\n${rest}`);
  expect(rejections).toEqual(['too-long']);
  expect(entries).toContain('1.2.3.4:500');
});

it('knows headers', () => {
  expect(isHeader(['IP', 'Port', 'Last Check (UTC)'])).toBe(true);
  expect(isHeader(['1.2.3.4', '80'])).toBe(false);
});

it('never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => void parseWhole(parser(','), octets)));
});
