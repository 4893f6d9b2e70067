import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellQuote, shellWord } from './quote.ts';

it.each([
  ['plain-name_1', 'plain-name_1'],
  ['my app', "'my app'"],
  ["it's", "'it'\\''s'"],
  ['$(reboot)', "'$(reboot)'"],
  ['', "''"],
])('%s', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted);
});

it('is read back by a shell as it was', () => {
  const words = fc.sample(
    fc.string().filter((word) => !word.includes('\0')),
    200,
  );
  for (const quote of [shellWord, shellQuote]) {
    const script = `printf '%s\\0' ${words.map(quote).join(' ')}`;
    expect(execFileSync('/bin/sh', ['-c', script]).toString().split('\0').slice(0, -1)).toEqual(words);
  }
});
