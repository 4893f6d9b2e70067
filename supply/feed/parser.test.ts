import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SHAPES } from './fixture/corpus.ts';
import { parsePieces, parseWhole } from './fixture/parse.ts';
import { SNIFFED } from './format.ts';
import { createFeedParser, type FeedParser } from './parser.ts';

let last: FeedParser;
const auto = (findings: Parameters<typeof createFeedParser>[1]) => {
  last = createFeedParser('auto', findings);
  return last;
};

const PROXIES = Array.from({ length: 400 }, (_, at) => ({ ip: `1.2.${at >> 8}.${at & 255}`, port: 1_000 + at }));
const LISTS = {
  text: PROXIES.map(({ ip, port }) => `${ip}:${port}`).join('\n'),
  csv: ['port;ip', ...PROXIES.map(({ ip, port }) => `${port};${ip}`)].join('\r\n'),
  json: JSON.stringify({ data: PROXIES }),
  html: `<table>${PROXIES.map(({ ip, port }) => `<tr><td>${ip}</td><td>${port}</td></tr>`).join('')}</table>`,
};

it.each(Object.entries(LISTS))('reads %s, with a mark or without, in pieces of any size', (format, list) => {
  const expected = { entries: PROXIES.map(({ ip, port }) => `${ip}:${port}`), rejections: [] };
  expect(parseWhole(auto, list)).toEqual(expected);
  expect(parseWhole(auto, `\ufeff${list}`)).toEqual(expected);
  expect(last.format()).toBe(format);
  const octets = Buffer.from(list);
  for (const size of [1, 13, SNIFFED - 1, SNIFFED, SNIFFED + 1]) {
    const count = Math.ceil(octets.length / size);
    const pieces = Array.from({ length: count }, (_, at) => octets.subarray(at * size, (at + 1) * size));
    expect(parsePieces(auto, pieces)).toEqual(expected);
  }
});

it.each(Object.entries(SHAPES))('reads %s', (_name, { format, list, entries, rejections = [] }) => {
  expect(parseWhole(auto, list)).toEqual({ entries, rejections });
  expect(last.format()).toBe(format);
  const octets = Buffer.from(list);
  const pieces = Array.from({ length: Math.ceil(octets.length / 5) }, (_, at) => octets.subarray(at * 5, at * 5 + 5));
  expect(parsePieces(auto, pieces)).toEqual({ entries, rejections });
});

it('reads nothing of what is no text', () => {
  expect(parseWhole(auto, Buffer.from(LISTS.text, 'utf16le'))).toEqual({ entries: [], rejections: [] });
  expect(last.format()).toBe('binary');
});

it('never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (octets) => void parseWhole(auto, octets)));
});
