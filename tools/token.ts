/**
 * TypeScript cut into tokens, as far as the checks need it: comments and white space are dropped, and what stands inside
 * strings, templates and regular expressions is never taken for code. Text it cannot read comes out as single characters.
 */

export interface Token {
  /** A string's and a plain template's `text` is what stands between the quotes; escapes are kept as written. */
  readonly kind: 'word' | 'string' | 'number' | 'regex' | 'punctuation';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const SKIPPED = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const WORD = /#?[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** From the opening back tick, or from the brace that ends a substitution, to the closing tick or the next `${`. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;

const OPERAND_EXPECTED_AFTER = new Set(
  'return typeof case in of new delete void throw await yield else do instanceof extends default'.split(' '),
);
const CONDITION_KEYWORDS = new Set(['if', 'while', 'for', 'with']);

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  /** Open brackets: the word before a round one, and whether a brace opened a template's substitution. */
  const open: { before: string; template: boolean }[] = [];
  let closed: { before: string } | undefined;
  let at = text.startsWith('#!') ? Math.max(0, text.indexOf('\n')) : 0;
  let line = 1;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const take = (kind: Token['kind'] | undefined, raw: string, shown = raw): void => {
    if (kind) tokens.push({ kind, text: shown, line });
    at += raw.length;
    line += raw.split('\n').length - 1;
  };
  /** A slash opens a regular expression where a value is expected, and divides after one (ECMA-262 §12.1). */
  const regexMayStart = (): boolean => {
    const last = tokens.at(-1);
    if (!last) return true;
    if (last.kind === 'word') return OPERAND_EXPECTED_AFTER.has(last.text);
    if (last.kind !== 'punctuation') return false;
    if (last.text === ')') return CONDITION_KEYWORDS.has(closed?.before ?? '');
    return last.text !== ']';
  };
  const takeTemplate = (raw: string): void => {
    const opens = raw.startsWith('`');
    const closes = raw.endsWith('`') && raw.length > 1;
    if (!opens) open.pop();
    if (!closes) open.push({ before: '', template: true });
    take(opens && closes ? 'string' : 'punctuation', raw, opens && closes ? raw.slice(1, -1) : raw.slice(-2));
  };

  while (at < text.length) {
    const skipped = match(SKIPPED);
    if (skipped) {
      take(undefined, skipped);
      continue;
    }
    const word = match(WORD) ?? match(NUMBER);
    if (word) {
      take(/^[.\d]/.test(word) ? 'number' : 'word', word);
      continue;
    }
    const string = match(STRING);
    if (string) {
      take('string', string, string.slice(1, -1));
      continue;
    }
    const char = text.charAt(at);
    const template = char === '`' || (char === '}' && open.at(-1)?.template) ? match(TEMPLATE) : undefined;
    if (template) {
      takeTemplate(template);
      continue;
    }
    const regex = char === '/' && regexMayStart() ? match(REGEX) : undefined;
    if (regex) {
      take('regex', regex);
      continue;
    }
    if ('([{'.includes(char)) open.push({ before: tokens.at(-1)?.text ?? '', template: false });
    if (')]}'.includes(char)) closed = open.pop();
    take('punctuation', char);
  }
  return tokens;
}
