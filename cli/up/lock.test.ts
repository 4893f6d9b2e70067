import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import { processStart } from './process-start.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'atlantic-lock-'));
  path = join(directory, 'atlantic.lock');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The test's parent: a process that certainly runs and is not this one. */
const other = process.ppid;

describe('takeLock', () => {
  it('takes a free lock, privately, and releases it', () => {
    const lock = takeLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    if ('release' in lock) lock.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names the process that holds it', () => {
    writeFileSync(path, JSON.stringify({ pid: other, started: processStart(other) }));
    expect(takeLock(path)).toEqual({ holder: other });
  });

  it.each([
    ['a dead process', JSON.stringify({ pid: 2 ** 30 })],
    ['an earlier process of a number in use', JSON.stringify({ pid: other, started: 'another boot/1' })],
    ['itself, before a restart under the same number', JSON.stringify({ pid: process.pid, started: 'x' })],
  ])('takes over the lock of %s', (_, text) => {
    writeFileSync(path, text);
    expect(takeLock(path)).toHaveProperty('release');
    expect(readdirSync(directory)).toEqual(['atlantic.lock']);
  });

  it('leaves a lock that is being written, and takes it over when its writer died', () => {
    writeFileSync(path, '');
    expect(takeLock(path)).toEqual({ holder: undefined });
    expect(takeLock(path, () => Date.now() + 3000)).toHaveProperty('release');
  });

  it('throws where nothing can be written', () => {
    expect(() => takeLock(join(directory, 'missing', 'lock'))).toThrow('ENOENT');
  });
});
