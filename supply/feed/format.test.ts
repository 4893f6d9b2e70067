import { expect, it } from 'vitest';
import { sniff, sniffAs } from './format.ts';

it.each([
  ['1.2.3.4:80\n', { format: 'text' }],
  ['# comment, with ip,port\n\n1.2.3.4:80', { format: 'text' }],
  ['[2001:db8::1]:80', { format: 'text' }],
  ['1.2.3.4 80', { format: 'text' }],
  ['anna:hu,sh@1.2.3.4:80', { format: 'text' }],
  ['', { format: 'text' }],
  ['\ufeff{"a":1}', { format: 'json' }],
  ['  [\n', { format: 'json' }],
  ['# NDJSON\n{"ip":"1.2.3.4"}', { format: 'json' }],
  ['<html>', { format: 'html' }],
  ['free list<br>1.2.3.4:80<br>', { format: 'html' }],
  ['\ufeffip,port\n', { format: 'csv', separator: ',' }],
  ['"IP Address";"Port"\n', { format: 'csv', separator: ';' }],
  ['# made today\n1.2.3.4,80,US', { format: 'csv', separator: ',' }],
  ['1.2.3.4\t80', { format: 'csv', separator: '\t' }],
  ['url\nhttp://1.2.3.4:80', { format: 'csv', separator: ',' }],
])('knows %j', (text, expected) => expect(sniff(Buffer.from(text))).toEqual(expected));

it.each([
  Buffer.from('\ufeff1.2.3.4:80', 'utf16le'),
  Buffer.from('1.2.3.4:80', 'utf16le'),
  Buffer.from('\ufeff1.2.3.4:80', 'utf16le').swap16(),
  Buffer.from('1f8b0800', 'hex'),
])('knows %j for none', (octets) => expect(sniff(octets)).toEqual({ format: 'binary' }));

it('believes what it is told, but of binaries', () => {
  expect(sniffAs('text', Buffer.from('<html>'))).toEqual({ format: 'text' });
  expect(sniffAs('csv', Buffer.from('# a\nx;y;z\n'))).toEqual({ format: 'csv', separator: ';' });
  expect(sniffAs('csv', Buffer.from('ip\tport\n'))).toEqual({ format: 'csv', separator: '\t' });
  expect(sniffAs('json', Buffer.from('a\0'))).toEqual({ format: 'binary' });
});
