import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writePrivateJson } from './private-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-private-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('replaces a file by a private one and leaves nothing else', () => {
  const path = join(directory, 'a.json');
  writeFileSync(path, 'old', { mode: 0o644 });
  writePrivateJson(path, { url: 'http://h' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ url: 'http://h' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['a.json']);
});
