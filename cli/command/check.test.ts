import { expect, it } from 'vitest';
import { atlantic } from '../fixture/shell.ts';

it.each([
  ['no list', []],
  ['a mode that is none', ['-', '--mode', 'fast']],
  ['a judge that cannot be asked', ['-', '--judge', 'judge.example']],
  ['a protocol that is none', ['-', '--protocol', 'ftp']],
  ['a time that is none', ['-', '--timeout', 'soon']],
  ['no checks at once', ['-', '--concurrency', '0']],
  ['more checks at once than there may be', ['-', '--concurrency', '20001']],
  ['a format that is none', ['-', '--format', 'xml']],
])('is used wrongly with %s', async (_, args) => {
  expect((await atlantic(['check', ...args])).code).toBe(2);
});
