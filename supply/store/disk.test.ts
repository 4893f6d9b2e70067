import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CHUNK, flushFolder, readLines, writeAll } from './disk.ts';

it('reads pieces that end between lines, whatever their length', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = await open(join(folder, 'one'), 'w+');
  onTestFinished(() => file.close());
  const lines = [`${'a'.repeat(CHUNK - 3)}\n`, 'b\n', '\n', `${'c'.repeat(2 * CHUNK)}\n`, 'the end'];
  let at = 0;
  for (const line of lines) {
    await writeAll(file, Buffer.from(line), at);
    at += line.length;
  }
  const pieces: string[] = [];
  for await (const piece of readLines(file)) pieces.push(piece.toString());
  expect(pieces.join('') === lines.join('')).toBe(true);
  expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n'))).toBe(true);
  expect(pieces.at(-1)).toBe('the end');
});

it('flushes a folder, and bears that it is not there', async () => {
  await flushFolder(tmpdir());
  await flushFolder('/nowhere/at/all');
});
