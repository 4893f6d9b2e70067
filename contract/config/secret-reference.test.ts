import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveSecret } from './secret-reference.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-secret-'));
afterAll(() => rmSync(directory, { recursive: true }));
writeFileSync(join(directory, 'good'), 'from a file\n');
writeFileSync(join(directory, 'empty'), '\n');
writeFileSync(join(directory, 'large'), 'x'.repeat(64 * 1024 + 1));
const resolve = (reference: string) => resolveSecret(reference, directory, { GOOD: 'from the environment', EMPTY: '' });

describe('resolveSecret', () => {
  it.each([
    ['plain text', 'plain text'],
    ['environment:x', 'environment:x'],
    ['env:GOOD', 'from the environment'],
    ['file:good', 'from a file'],
    [`file:${directory}/good`, 'from a file'],
  ])('%s', (reference, secret) => {
    expect(resolve(reference)).toBe(secret);
  });

  it.each([
    ['env:MISSING', 'the environment variable MISSING is not set'],
    ['env:EMPTY', 'the environment variable EMPTY is empty'],
    ['file:missing', `the file ${directory}/missing cannot be read (ENOENT)`],
    ['file:.', `the file ${directory} cannot be read (EISDIR)`],
    ['file:empty', `the file ${directory}/empty is empty`],
    ['file:large', `the file ${directory}/large is larger than 64 KiB`],
  ])('%s fails', (reference, message) => {
    expect(() => resolve(reference)).toThrow(new Error(message));
  });
});
