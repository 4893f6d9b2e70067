import { describe, expect, it } from 'vitest';
import { surfaceOf } from './import-list.ts';

const one = (source: string) => surfaceOf(source).imports.map(({ specifier, names }) => [specifier, names]);

describe('imports', () => {
  it.each<[source: string, specifier: string | undefined, names: string[]]>([
    ["import './a.ts';", './a.ts', []],
    ["import { a, type b as c } from './a.ts';", './a.ts', ['a', 'b']],
    ["import {\n  a,\n  b,\n} from './a.ts';", './a.ts', ['a', 'b']],
    ["import type { A } from './a.ts';", './a.ts', ['A']],
    ["import type A from './a.ts';", './a.ts', ['default']],
    ["import a from './a.ts';", './a.ts', ['default']],
    ["import a, { b } from './a.ts';", './a.ts', ['default', 'b']],
    ["import * as a from './a.ts';", './a.ts', ['*']],
    ["import { type, as } from './a.ts';", './a.ts', ['type', 'as']],
    ["import x from './a.json' with { type: 'json' };", './a.json', ['default']],
    ["export { a as b } from './a.ts';", './a.ts', ['a']],
    ["export type { A } from './a.ts';", './a.ts', ['A']],
    ["export * from './a.ts';", './a.ts', ['*']],
    ["export * as a from './a.ts';", './a.ts', ['*']],
    ["const a = await import('./a.ts');", './a.ts', ['*']],
    ['const a = await import(`./a.ts`);', './a.ts', ['*']],
    ["type A = import('./a.ts').A;", './a.ts', ['*']],
    ["const a = require('./a.js');", './a.js', ['*']],
    ['const a = await import(name);', undefined, ['*']],
    ["const a = await import('./' + name);", undefined, ['*']],
  ])('%s', (source, specifier, names) => {
    expect(one(source)).toEqual([[specifier, names]]);
  });

  it.each([
    "// import './a.ts';",
    'const text = "import \'./a.ts\'";',
    'import.meta.url;',
    "loader.import('./a.ts');",
    "export const a = './a.ts';",
    "export { a };\nconst b = './a.ts';",
    "export type A = 'from' | './a.ts';",
  ])('nothing: %s', (source) => {
    expect(one(source)).toEqual([]);
  });

  it('gives each import the line it starts on', () => {
    const { imports } = surfaceOf("\nimport { a } from './a.ts';\n\nexport {\n  b,\n} from './b.ts';\n");
    expect(imports.map(({ line }) => line)).toEqual([2, 4]);
  });
});

it.each<[string, number[]]>([
  ['export default 1;', [1]],
  ['const a = 1;\nexport { a as default };', [2]],
  ['switch (a) { default: b(); }', []],
])('default exports of %s', (source, lines) => {
  expect(surfaceOf(source).defaultExports).toEqual(lines);
});

it.each<[string, number[]]>([
  ['const a = process.env.HOME;', [1]],
  ["\nconst a = process['env'];", [2]],
  ["import { env } from 'node:process';", [1]],
  ['const environment = process.argv;', []],
  ["const words = 'process.env';", []],
])('environment reads of %s', (source, lines) => {
  expect(surfaceOf(source).environmentReads).toEqual(lines);
});
