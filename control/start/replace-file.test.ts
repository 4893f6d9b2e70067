import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixture/folder.ts';
import { replaceFile } from './replace-file.ts';

it('leaves the new content, with the mode that was asked for, and nothing else', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'one');
  writeFileSync(file, 'old');
  writeFileSync(`${file}.new`, 'what a crash left');
  replaceFile(file, 'new', { mode: 0o640 });
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777, readdirSync(folder)]).toEqual([
    'new',
    0o640,
    ['one'],
  ]);
});

it('leaves the old content where it cannot write', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'one'));
  expect(() => replaceFile(join(folder, 'one'), 'new', { mode: 0o600 })).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(() => replaceFile(join(folder, 'none', 'one'), 'new', { mode: 0o600 })).toThrow('ENOENT');
});
