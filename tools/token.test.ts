import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from './token.ts';

const texts = (source: string) => tokenize(source).map(({ text }) => text);
const kinds = (source: string) => tokenize(source).map(({ kind }) => kind);

describe('tokenize', () => {
  it('drops comments and keeps count of lines', () => {
    const tokens = tokenize('#!/usr/bin/env node\n/* two\nlines */ a // b\nc');
    expect(tokens).toEqual([
      { kind: 'word', text: 'a', line: 3 },
      { kind: 'word', text: 'c', line: 4 },
    ]);
  });

  it('reads quotes and comment marks inside strings as text', () => {
    expect(texts(`'it\\'s' "a // b" '/*'`)).toEqual(["it\\'s", 'a // b', '/*']);
  });

  it('keeps the code inside a template and not its text', () => {
    const source = '`a import D{f({ b: `in D{c}` })} import` + d'.replaceAll('D', '$');
    const words = tokenize(source).filter(({ kind }) => kind === 'word');
    expect(words.map(({ text }) => text)).toEqual(['f', 'b', 'c', 'd']);
  });

  it('reads a template without substitutions as a string', () => {
    expect(tokenize('`./a.ts`')).toEqual([{ kind: 'string', text: './a.ts', line: 1 }]);
  });

  it.each([
    ["x = /'[/]`/.test(y)", "/'[/]`/"],
    ['return /[\'"]/u', '/[\'"]/u'],
    ["if (a) /'/.exec(b)", "/'/"],
    ["f(/'/)", "/'/"],
    ["} /'/.test(x)", "/'/"],
  ])('knows a regular expression in %s', (source, regex) => {
    expect(tokenize(source).find(({ kind }) => kind === 'regex')?.text).toBe(regex);
  });

  it.each(['a / b / c', '(a) / 2 / d', 'x[0] / 2 / 1', '4 / 2 / 1'])('knows a division in %s', (source) => {
    expect(kinds(source)).not.toContain('regex');
  });

  it('reads private names and numbers as one token each', () => {
    expect(texts('this.#x = 1_000.5e-3')).toEqual(['this', '.', '#x', '=', '1_000.5e-3']);
  });

  it('ends for any text, and no token crosses the last line', () => {
    const piece = fc.constantFrom(
      '`',
      '${',
      '}',
      "'",
      '"',
      '/',
      '//',
      '/*',
      '*/',
      '(',
      ')',
      '\n',
      '\\',
      'a',
      ' ',
      '[',
      ']',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const source = pieces.join('');
        const tokens = tokenize(source);
        const lines = source.split('\n').length;
        expect(tokens.every(({ line }, index) => line >= (tokens[index - 1]?.line ?? 1) && line <= lines)).toBe(true);
      }),
    );
  });
});
