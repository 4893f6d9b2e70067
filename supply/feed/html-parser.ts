/**
 * Lists on web pages: rows of tables, and entries in whatever other text there is. Scripts and styles are passed over. Pure.
 */
import { isIP } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { LONGEST_LINE } from '@atlantic/contract/endpoint-list/line.ts';
import { Parser as HtmlParser } from 'htmlparser2';
import { looksLikeEntry, readCells } from './cells.ts';
import type { Findings, Parser } from './findings.ts';

/** Cells of one row, and characters of one cell; what is behind is passed over. */
const MOST_CELLS = 64;
const LONGEST_CELL = 1_024;
/** Octets without an element or a text: a tag or comment of such a length is kept whole while it is read. */
const LONGEST_MARKUP = 1_048_576;

const SILENT = new Set(['script', 'style', 'noscript', 'template', 'title']);
/** Elements that begin no new text: `1.2.3.4<b>:</b>80`. */
const INLINE = new Set(['a', 'abbr', 'b', 'code', 'em', 'font', 'i', 'small', 'span', 'strong', 'u', 'wbr']);

/** Text outside of tables: entries in it, and an address alone that a port alone follows. */
function createTextReader(findings: Findings) {
  let rest = '';
  let address = '';
  const readWords = (text: string) => {
    const line = text.trim();
    if (line === '') return;
    const words = [address, ...line.split(/[\s|,;]+/)].filter((word) => word !== '');
    address = '';
    if (words.some((word) => looksLikeEntry(word))) readCells(words, { names: false }, findings);
    const last = words.at(-1) ?? '';
    if (isIP(last) !== 0) address = last;
  };
  const endLine = () => {
    readWords(rest);
    rest = '';
  };
  return {
    take(text: string) {
      const lines = (rest + text).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines) readWords(line);
      if (rest.length > LONGEST_LINE) {
        findings.reject('too-long');
        rest = '';
      }
    },
    end: endLine,
  };
}

export function createHtmlParser(findings: Findings): Parser {
  const decoder = new StringDecoder('utf8');
  let found = false;
  let silent = 0;
  let cells: string[] | undefined;
  /** A cell is open. */
  let inCell = false;
  /** Octets since something was told. */
  let quiet = 0;
  let stopped = false;

  const told: Findings = {
    v4: findings.v4,
    entry(entry) {
      found = true;
      findings.entry(entry);
    },
    reject: findings.reject,
  };
  const text = createTextReader(told);

  const endRow = () => {
    if (cells?.some((cell) => looksLikeEntry(cell) || isIP(cell.trim()) !== 0)) {
      const problem = readCells(cells, { names: false }, told);
      if (problem !== undefined) told.reject(problem);
    }
    cells = undefined;
    inCell = false;
  };
  const parser = new HtmlParser({
    onopentagname(name) {
      quiet = 0;
      if (SILENT.has(name)) silent += 1;
      if (name === 'tr') {
        text.end();
        endRow();
        cells = [];
      } else if (name === 'td' || name === 'th') {
        inCell = cells !== undefined && cells.length < MOST_CELLS;
        if (inCell) cells?.push('');
      } else if (inCell && cells) cells.push(`${cells.pop() ?? ''}${INLINE.has(name) ? '' : ' '}`);
      else if (!INLINE.has(name)) text.end();
    },
    onclosetag(name) {
      quiet = 0;
      if (SILENT.has(name)) silent -= 1;
      if (name === 'tr' || name === 'table') endRow();
      else if (name === 'td' || name === 'th') inCell = false;
      else if (cells === undefined && !INLINE.has(name)) text.end();
    },
    ontext(part) {
      quiet = 0;
      if (silent > 0) return;
      const last = cells?.length ?? 0;
      if (cells === undefined) text.take(part);
      else if (inCell) cells[last - 1] = ((cells[last - 1] ?? '') + part).slice(0, LONGEST_CELL);
    },
  });

  return {
    push(octets) {
      if (stopped) return;
      quiet += octets.length;
      if (quiet > LONGEST_MARKUP) {
        stopped = true;
        findings.reject('too-long');
      } else parser.write(decoder.write(octets));
    },
    end() {
      if (!stopped) parser.end(decoder.end());
      text.end();
      endRow();
      // A page that says something else, such as that one is not welcome.
      if (!found) findings.reject('unreadable');
    },
  };
}
