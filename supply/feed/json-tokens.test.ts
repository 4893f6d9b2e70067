import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyCut } from './fixture/parse.ts';
import { createJsonTokenizer, DEEPEST, LONGEST_TOKEN } from './json-tokens.ts';

/** Tokens as a text: brackets, `key:`, `value,`, and `!` for what is broken. */
function tokensOf(pieces: readonly Uint8Array[]): string {
  let text = '';
  const tokenizer = createJsonTokenizer({
    open: (array) => {
      text += array ? '[' : '{';
    },
    close: () => {
      text += ')';
    },
    key: (key) => {
      text += `${key}:`;
    },
    value: (value) => {
      text += `${value},`;
    },
    broken: () => {
      text += '!';
    },
  });
  for (const piece of pieces) tokenizer.push(Buffer.from(piece));
  tokenizer.end();
  return text;
}
const tokens = (text: string) => tokensOf([Buffer.from(text)]);

it.each([
  ['{"a":1,"b":[true,null,"x"]}', '{a:1,b:[true,undefined,x,))'],
  ['{"a":1}\n{"a":2}\n', '{a:1,){a:2,)'],
  ['{"a":1},{"a":2},', '{a:1,){a:2,)'],
  ['[1,2,]', '[1,2,)'],
  ['{"a":1,}', '{a:1,)'],
  ['"\\u00e9\\n\\"", -1.5e3', 'é\n",-1.5e3,'],
  ['42', '42,'],
  ['# a comment\n[1]', '[1,)'],
  ['', ''],
  // Broken: reading goes on in the next line.
  ['[1 2]\n[3]', '[1,![3,)'],
  ['{"a" 1}\n[3]', '{a:![3,)'],
  ['{a:1}\n{"b":2}', '{!{b:2,)'],
  ['[1}\n[2]', '[1,![2,)'],
  ['["never\n[2]', '[![2,)'],
  ['["\\x"]\n[2]', '[![2,)'],
  ['[nope]\n[2]', '[![2,)'],
  ['<html>\n[2]', '![2,)'],
  ['[1', '[1,!'],
  ['"cut', '!'],
  ['tru', '!'],
  [`"${'x'.repeat(LONGEST_TOKEN + 1)}" 1`, 'undefined,1,'],
  [`${'['.repeat(DEEPEST + 1)}\n1`, `${'['.repeat(DEEPEST)}!1,`],
])('reads %j', (text, expected) => expect(tokens(text)).toBe(expected));

it('reads what was written, wherever it is cut', () => {
  const flat = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(flat).join('')})`;
    if (typeof value === 'object' && value !== null)
      return `{${Object.entries(value)
        .map(([key, one]) => `${key}:${flat(one)}`)
        .join('')})`;
    return `${value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value)},`;
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat({ max: 200 }), (value, at) => {
      const octets = Buffer.from(JSON.stringify(value, null, 1));
      expect(tokensOf([octets.subarray(0, at), octets.subarray(at)])).toBe(flat(JSON.parse(octets.toString())));
    }),
  );
  const text = '{"ä\\"":[1.5,"\\\\",{}],\n"b":null}\n[tru]\n7';
  for (const pieces of everyCut(text)) expect(tokensOf(pieces)).toBe(tokens(text));
});

it('never throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => void tokensOf([octets])));
  fc.assert(
    fc.property(fc.stringMatching(/^[[\]{}",:\\a1\n ]*$/), (text) => void tokens(text)),
    { numRuns: 300 },
  );
});
