import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { copyAside, setAside } from './set-aside.ts';

function freshFile(): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-aside-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'one.log');
  writeFileSync(file, 'text');
  return { folder, file };
}

it('keeps a damaged file under a name that says when', () => {
  const { folder, file } = freshFile();
  expect(setAside(file, Date.UTC(2026, 0, 2, 3, 4, 5))).toBe(join(folder, 'one.log.damaged-20260102T030405000Z'));
  expect(readdirSync(folder)).toEqual(['one.log.damaged-20260102T030405000Z']);
});

it('keeps the newest three, and what has other names', () => {
  const { folder, file } = freshFile();
  writeFileSync(join(folder, 'one.log.other'), '');
  for (let day = 1; day <= 5; day++) {
    writeFileSync(file, `${day}`);
    copyAside(file, Date.UTC(2026, 0, day));
  }
  const aside = readdirSync(folder).filter((name) => name.includes('damaged'));
  expect(aside.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['3', '4', '5']);
  expect(readdirSync(folder)).toHaveLength(5);
});

it('does without a copy where none can be made', () => {
  const { folder, file } = freshFile();
  mkdirSync(`${file}.copying`);
  expect(copyAside(file, 0)).toBeUndefined();
  expect(readdirSync(folder)).toContain('one.log');
});
