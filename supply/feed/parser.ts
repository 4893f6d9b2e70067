/** The parser of a feed: waits until it can be told what the list is written in, then reads on. Pure. */
import type { FeedFormat } from '@atlantic/contract/supply/feed.ts';
import { createCsvParser } from './csv-parser.ts';
import type { Findings, Parser } from './findings.ts';
import { markLength, SNIFFED, type Sniffed, sniffAs } from './format.ts';
import { createHtmlParser } from './html-parser.ts';
import { createJsonParser } from './json-parser.ts';
import { createTextParser } from './text-parser.ts';

export interface FeedParser extends Parser {
  /** Undefined until enough was read. */
  format(): Sniffed['format'] | undefined;
}

const NONE: Parser = { push: () => {}, end: () => {} };

function parserOf(sniffed: Sniffed, findings: Findings): Parser {
  if (sniffed.format === 'csv') return createCsvParser(sniffed.separator, findings);
  if (sniffed.format === 'json') return createJsonParser(findings);
  if (sniffed.format === 'html') return createHtmlParser(findings);
  return sniffed.format === 'text' ? createTextParser(findings) : NONE;
}

/** `format` is what the feed is said to be; `auto` believes its content. A list of the format `binary` is not read. */
export function createFeedParser(format: FeedFormat, findings: Findings): FeedParser {
  let head: Buffer | undefined = Buffer.alloc(0);
  let sniffed: Sniffed | undefined;
  let parser = NONE;

  const begin = (octets: Buffer) => {
    sniffed = sniffAs(format, octets.subarray(0, SNIFFED));
    parser = parserOf(sniffed, findings);
    head = undefined;
    parser.push(octets.subarray(markLength(octets)));
  };
  return {
    push(octets) {
      if (head === undefined) return parser.push(octets);
      head = Buffer.concat([head, octets]);
      if (head.length >= SNIFFED) begin(head);
    },
    end() {
      if (head !== undefined) begin(head);
      parser.end();
    },
    format: () => sniffed?.format,
  };
}
