import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixture/folder.ts';
import { readSecretFile, writeSecretFile } from './secret-file.ts';

describe('a secret file', () => {
  it('gives back what was written, and nothing where there is no file', () => {
    const file = join(temporaryFolder(), 'key');
    expect(readSecretFile(file)).toBeUndefined();
    writeSecretFile(file, 'first');
    writeSecretFile(file, 'second');
    expect(readSecretFile(file)).toBe('second');
    expect(readFileSync(file, 'utf8')).toBe('second\n');
  });

  it('is readable by its owner only, even where a wider file stood before', () => {
    const file = join(temporaryFolder(), 'key');
    writeFileSync(file, 'old', { mode: 0o644 });
    writeSecretFile(file, 'new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves no draft, and gets past one that a crash left', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'key.new'), 'half', { mode: 0o644 });
    writeSecretFile(join(folder, 'key'), 'whole');
    expect(readdirSync(folder)).toEqual(['key']);
  });

  it('does not take another failure for a missing file', () => {
    expect(() => readSecretFile(temporaryFolder())).toThrow('EISDIR');
  });
});
