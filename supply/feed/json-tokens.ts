/**
 * JSON (RFC 8259) in pieces, as a row of tokens: never a tree, so that a list of any size takes no more memory than its longest
 * string. It is lenient where lists are sloppy: values may follow each other with or without commas (NDJSON), a last comma
 * may stand before a bracket. Behind an error reading goes on in the next line. Pure.
 */
import type { Parser } from './findings.ts';

/** Octets of one string or number; longer ones are passed over. */
export const LONGEST_TOKEN = 4_096;
/** Brackets within brackets. */
export const DEEPEST = 64;

export interface JsonTokens {
  open(array: boolean): void;
  close(): void;
  key(text: string): void;
  /** Numbers as they are written; undefined for null and for what was too long. */
  value(text: string | undefined): void;
  /** What is open is lost. */
  broken(): void;
}

const [QUOTE, BACKSLASH, COMMA, COLON, HASH] = [0x22, 0x5c, 0x2c, 0x3a, 0x23];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const LF = 0x0a;

type Expecting = 'value' | 'key' | 'colon' | 'comma' | 'string' | 'word' | 'line-end';

const isBlank = (octet: number): boolean => octet === 0x20 || (octet >= 0x09 && octet <= 0x0d);
/** `true`, `null`, `-1.5e3`. */
const isWord = (octet: number): boolean =>
  (octet >= 0x30 && octet <= 0x39) ||
  (octet >= 0x61 && octet <= 0x7a) ||
  octet === 0x2d ||
  octet === 0x2b ||
  octet === 0x2e ||
  octet === 0x45;

const WORD = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;

export function createJsonTokenizer(tokens: JsonTokens): Parser {
  const text = Buffer.alloc(LONGEST_TOKEN);
  let length = 0;
  let overlong = false;
  let escaped = false;
  /** The octet before was a backslash that escapes this one. */
  let behindBackslash = false;
  /** The string is a key. */
  let key = false;
  /** Of each open bracket, whether it is an array's. */
  const open: boolean[] = [];
  let expecting: Expecting = 'value';

  const fail = (octet: number) => {
    tokens.broken();
    open.length = 0;
    expecting = octet === LF ? 'value' : 'line-end';
  };
  const begin = (what: 'string' | 'word', isKey: boolean) => {
    expecting = what;
    key = isKey;
    length = 0;
    overlong = false;
    escaped = false;
    behindBackslash = false;
  };
  const keep = (octet: number) => {
    if (length < LONGEST_TOKEN) text[length] = octet;
    else overlong = true;
    length += 1;
  };
  const afterValue = () => {
    expecting = open.length === 0 ? 'value' : 'comma';
  };
  const endString = (octet: number) => {
    const raw = overlong ? undefined : text.toString('utf8', 0, length);
    const said = raw !== undefined && escaped ? withoutEscapes(raw) : { text: raw };
    if (said === undefined) return fail(octet);
    if (key) {
      tokens.key(said.text ?? '');
      expecting = 'colon';
    } else {
      tokens.value(said.text);
      afterValue();
    }
  };
  const endWord = (): boolean => {
    const word = overlong ? '' : text.toString('latin1', 0, length);
    if (!WORD.test(word)) return false;
    tokens.value(word === 'null' ? undefined : word);
    afterValue();
    return true;
  };
  const inString = (octet: number) => {
    if (behindBackslash) {
      behindBackslash = false;
      keep(octet);
    } else if (octet === QUOTE) endString(octet);
    else if (octet === LF) fail(octet);
    else {
      if (octet === BACKSLASH) {
        behindBackslash = true;
        escaped = true;
      }
      keep(octet);
    }
  };
  const closeBracket = (octet: number) => {
    if (open.at(-1) !== (octet === CLOSE_ARRAY)) return fail(octet);
    open.pop();
    tokens.close();
    afterValue();
  };
  const beginValue = (octet: number) => {
    if (octet === OPEN_ARRAY || octet === OPEN_OBJECT) {
      if (open.length >= DEEPEST) return fail(octet);
      open.push(octet === OPEN_ARRAY);
      tokens.open(octet === OPEN_ARRAY);
      expecting = octet === OPEN_ARRAY ? 'value' : 'key';
    } else if (octet === CLOSE_ARRAY) closeBracket(octet);
    else if (octet === QUOTE) begin('string', false);
    else if (isWord(octet)) {
      begin('word', false);
      keep(octet);
    } else if (open.length === 0 && octet === HASH) expecting = 'line-end';
    else if (octet !== COMMA || open.length > 0) fail(octet);
  };
  const read = (octet: number) => {
    if (expecting === 'string') return inString(octet);
    if (expecting === 'word') {
      if (isWord(octet)) return keep(octet);
      if (!endWord()) return fail(octet);
    }
    if (expecting === 'line-end') {
      if (octet === LF) expecting = 'value';
      return;
    }
    if (isBlank(octet)) return;
    if (expecting === 'value') beginValue(octet);
    else if (expecting === 'key') {
      if (octet === QUOTE) begin('string', true);
      else if (octet === CLOSE_OBJECT) closeBracket(octet);
      else if (octet !== COMMA) fail(octet);
    } else if (expecting === 'colon') {
      if (octet === COLON) expecting = 'value';
      else fail(octet);
    } else if (octet === COMMA) expecting = open.at(-1) ? 'value' : 'key';
    else if (octet === CLOSE_ARRAY || octet === CLOSE_OBJECT) closeBracket(octet);
    else fail(octet);
  };

  return {
    push(octets) {
      for (let at = 0; at < octets.length; at += 1) read(octets[at] ?? 0);
    },
    end() {
      const ended = expecting !== 'word' || endWord();
      if (!ended || open.length > 0 || expecting === 'string') tokens.broken();
    },
  };
}

/** RFC 8259 §7; undefined when an escape is none. */
function withoutEscapes(raw: string): { text: string } | undefined {
  try {
    return { text: JSON.parse(`"${raw.replace(/\p{Cc}/gu, ' ')}"`) };
  } catch {
    return undefined;
  }
}
