/**
 * Lists of lines. The commonest line, an IPv4 address with a port and perhaps a scheme before it, is read octet by octet
 * and never becomes a string; any other is read as a row of words. Pure.
 */
import { LONGEST_LINE } from '@atlantic/contract/endpoint-list/line.ts';
import type { SupplyKind } from '@atlantic/contract/supply/proxy.ts';
import { readCells } from './cells.ts';
import { readEntry } from './entry.ts';
import type { Findings, Parser } from './findings.ts';

const LF = 0x0a;
const CR = 0x0d;
const ZERO = 0x30;
const DOT = 0x2e;
const COLON = 0x3a;
const SLASH = 0x2f;

const SCHEMES: readonly (readonly [text: Buffer, kind: SupplyKind])[] = [
  [Buffer.from('http://'), 'http'],
  [Buffer.from('https://'), 'https'],
  [Buffer.from('socks4://'), 'socks4'],
  [Buffer.from('socks5://'), 'socks5'],
];

/** Where the digits end that begin at `at`, and their value; a value of -1 for none, too many or a leading zero. */
const number = { end: 0, value: 0 };
function readNumber(octets: Buffer, at: number, end: number, digits: number): void {
  let value = 0;
  let next = at;
  for (; next < end; next += 1) {
    const digit = (octets[next] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    if (next - at >= digits) break;
  }
  const count = next - at;
  number.end = next;
  number.value = count === 0 || count > digits || (count > 1 && octets[at] === ZERO) ? -1 : value;
}

function schemeAt(octets: Buffer, at: number, end: number): readonly [text: Buffer, kind: SupplyKind] | undefined {
  // A digit is none.
  if ((octets[at] ?? 0) < 0x61) return undefined;
  return SCHEMES.find(
    ([text]) => at + text.length < end && octets.compare(text, 0, text.length, at, at + text.length) === 0,
  );
}

/** Reads the line from `at` to `end` when it is nothing but `[SCHEME://]A.B.C.D:PORT[/]`; false when it is not. */
function readPlain(octets: Buffer, at: number, end: number, findings: Findings): boolean {
  const scheme = schemeAt(octets, at, end);
  let next = at + (scheme?.[0].length ?? 0);
  let address = 0;
  for (let part = 0; part < 4; part += 1) {
    readNumber(octets, next, end, 3);
    if (number.value < 0 || number.value > 255) return false;
    address = address * 256 + number.value;
    if (octets[number.end] !== (part < 3 ? DOT : COLON) || number.end >= end) return false;
    next = number.end + 1;
  }
  readNumber(octets, next, end, 5);
  if (number.value < 1 || number.value > 65_535) return false;
  next = number.end;
  if (scheme !== undefined && octets[next] === SLASH) next += 1;
  if (next !== end) return false;
  findings.v4(scheme?.[1], address, number.value);
  return true;
}

/** Words of a line. A comma or a semicolon separates, unless it is in a password. */
const wordsOf = (line: string): string[] =>
  line
    .split(/[\s|]+/)
    .flatMap((word) => (/[,;]/.test(word) && typeof readEntry(word) === 'string' ? word.split(/[,;]/) : [word]));

/** Reads a line in any form. Blank ones, and comments that `#`, `//` or a semicolon begin, are nothing. */
export function readLine(line: string, findings: Findings): void {
  const text = line.trim();
  if (text === '' || /^(?:#|\/\/|;)/.test(text)) return;
  const problem = readCells(wordsOf(text), { names: true }, findings);
  if (problem !== undefined) findings.reject(problem);
}

/** Calls `onLine` for each line, which may be cut anywhere; LF, CR and both end one. Too long ones are `onOverlong`. */
export function createLineSplitter(
  onLine: (octets: Buffer, at: number, end: number) => void,
  onOverlong: () => void,
): Parser {
  const held = Buffer.alloc(LONGEST_LINE);
  let length = 0;
  /** What is left of a line that is too long is passed over. */
  let skipping = false;

  const endLine = (octets: Buffer, at: number, end: number) => {
    if (skipping) skipping = false;
    else if (length > 0) {
      hold(octets, at, end);
      if (!skipping) onLine(held, 0, length);
      skipping = false;
    } else if (end - at > LONGEST_LINE) onOverlong();
    else if (end > at) onLine(octets, at, end);
    length = 0;
  };
  const hold = (octets: Buffer, at: number, end: number) => {
    if (skipping) return;
    if (length + end - at > LONGEST_LINE) {
      skipping = true;
      onOverlong();
      return;
    }
    octets.copy(held, length, at, end);
    length += end - at;
  };

  return {
    push(octets) {
      let begun = 0;
      for (let at = 0; at < octets.length; at += 1) {
        const octet = octets[at];
        if (octet !== LF && octet !== CR) continue;
        endLine(octets, begun, at);
        begun = at + 1;
      }
      if (begun < octets.length) hold(octets, begun, octets.length);
    },
    end: () => endLine(held, 0, 0),
  };
}

export function createTextParser(findings: Findings): Parser {
  return createLineSplitter(
    (octets, at, end) => {
      if (!readPlain(octets, at, end, findings)) readLine(octets.toString('utf8', at, end), findings);
    },
    () => findings.reject('too-long'),
  );
}
