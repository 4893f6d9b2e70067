import { describe, expect, it } from 'vitest';
import { declaresTypesOnly, pairProblems } from './pairs.ts';

const code = (...paths: string[]) => paths.map((path) => ({ path, text: 'export const a = 1;' }));
const check = (...paths: string[]) =>
  pairProblems(code(...paths), []).map(({ file, sentence }) => `${file} ${sentence}`);

describe('pairProblems', () => {
  it('accepts pairs, whatever the ending', () => {
    expect(check('a/a.ts', 'a/a.test.ts', 'a/b.js', 'a/b.test.ts', 'a/c.tsx', 'a/c.test.tsx')).toEqual([]);
  });

  it('finds a source without a test and a test without a source', () => {
    expect(check('a/a.ts', 'a/b.test.ts')).toEqual([
      'a/a.ts has no test beside it: write a/a.test.ts',
      'a/b.test.ts is a test of a file that does not exist',
    ]);
  });

  it('lets conversations with the whole program stand alone, but not tests of the kit', () => {
    expect(check('tests/first-request.test.ts')).toEqual([]);
    expect(check('tests/kit/origin.test.ts')).toHaveLength(1);
  });

  it('asks no test of a file that only declares types, nor of documents', () => {
    expect(pairProblems([{ path: 'a/a.ts', text: 'export interface A { b(): void }' }], [])).toEqual([]);
    expect(pairProblems([{ path: 'README.md', text: 'const' }], [])).toEqual([]);
  });

  it('honours an exception, and finds one that is no longer needed', () => {
    const exceptions = [
      { files: /^a\/main\.ts$/, coveredBy: 'x' },
      { files: /^gone\.ts$/, coveredBy: 'x' },
    ];
    expect(pairProblems(code('a/main.ts'), exceptions).map(({ sentence }) => sentence)).toEqual([
      'the exception /^gone\\.ts$/ matches no file',
    ]);
  });
});

it.each<[string, boolean]>([
  ["import type { A } from './a.ts';\nexport type B = A | 'const';\nexport interface C { new (): A }", true],
  ['/** const */\nexport type B = 1;', true],
  ['export const a = 1;', false],
  ['export function a(): void {}', false],
  ['export type A = 1;\nexport class B {}', false],
])('declaresTypesOnly %#', (text, answer) => {
  expect(declaresTypesOnly(text)).toBe(answer);
});
