import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblem, isCode, isFixture, isTest, readRepository } from './repository.ts';

function read(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'atlantic-repository-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return readRepository(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('readRepository', () => {
  it('reads code, documents and the continuous integration script, in path order', () => {
    const files = read({ 'b/b.ts': 'b', 'a.md': 'a', '.ci/run': 'c' });
    expect(files).toEqual([
      { path: '.ci/run', text: 'c' },
      { path: 'a.md', text: 'a' },
      { path: 'b/b.ts', text: 'b' },
    ]);
  });

  it('leaves out what is installed, produced, or data', () => {
    const files = read({
      'node_modules/x/x.js': '',
      'room/node_modules/x.js': '',
      'data/control.json': '',
      'package-lock.json': '{}',
      'picture.png': '',
      'room/data/kept.ts': '',
    });
    expect(files.map(({ path }) => path)).toEqual(['room/data/kept.ts']);
  });
});

it('tells code, tests and fixtures by their names', () => {
  expect(['a.ts', 'a.tsx', 'a.js', 'a.md', 'ts'].map(isCode)).toEqual([true, true, true, false, false]);
  expect(['a.test.ts', 'a.test.tsx', 'test.ts', 'a.ts'].map(isTest)).toEqual([true, true, false, false]);
  expect(['a/fixture/b.ts', 'a/fixtures.ts', 'a/b.ts'].map(isFixture)).toEqual([true, false, false]);
});

it('prints a problem as compilers do', () => {
  expect(formatProblem({ file: 'a.ts', line: 3, sentence: 'is odd' })).toBe('a.ts:3: is odd');
});
