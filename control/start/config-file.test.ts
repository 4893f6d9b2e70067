import { chmodSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixture/folder.ts';
import { fileFor } from './config-file.ts';

const refused = (detail: RegExp) =>
  expect.objectContaining({ code: 'config_not_kept', detail: expect.stringMatching(detail) });

it('replaces what a link leads to, and the link stays', () => {
  const folder = temporaryFolder();
  const [real, link] = [join(folder, 'real.yaml'), join(folder, 'atlantic.yaml')];
  writeFileSync(real, 'old');
  chmodSync(real, 0o640);
  symlinkSync(real, link);
  fileFor(link, 'new', 'old')?.write('new');
  expect([readFileSync(real, 'utf8'), statSync(real).mode & 0o777]).toEqual(['new', 0o640]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

it('has nothing to write where the file says so already', () => {
  const file = join(temporaryFolder(), 'atlantic.yaml');
  writeFileSync(file, 'new');
  expect(fileFor(file, 'new', 'old')).toBeUndefined();
});

it('keeps what somebody has written since, and says where nothing can be kept', () => {
  const file = join(temporaryFolder(), 'atlantic.yaml');
  writeFileSync(file, 'by hand');
  expect(() => fileFor(file, 'new', 'old')).toThrow(refused(/was changed/));
  expect(readFileSync(file, 'utf8')).toBe('by hand');
  const kept = fileFor(file, 'new', 'by hand');
  rmSync(file);
  expect(() => fileFor(file, 'new', 'by hand')).toThrow(refused(/is gone/));
  expect(() => kept?.write('new')).toThrow(refused(/cannot be written \(ENOENT\)/));
  expect(() => fileFor(undefined, 'new', '')).toThrow(refused(/without a configuration file/));
});
