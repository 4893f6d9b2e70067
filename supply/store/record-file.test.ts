import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { liveRecords, scan, writeLines } from './record-file.ts';
import { COMMIT_LINE, recordLine } from './record-line.ts';

async function fileOf(lines: readonly string[]): Promise<FileHandle> {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-records-'));
  const file = await open(join(folder, 'one'), 'w+');
  onTestFinished(async () => {
    await file.close();
    rmSync(folder, { recursive: true, force: true });
  });
  expect(await writeLines(file, 0, lines)).toBe(Buffer.byteLength(lines.join('')));
  return file;
}

it('finds where the last batch ends, and which line counts for a key', async () => {
  const whole = [recordLine('a', '1'), recordLine('b', '1'), COMMIT_LINE, recordLine('a', '2'), COMMIT_LINE];
  const file = await fileOf([...whole, recordLine('a', '3')]);
  const found = await scan(file);
  expect(found).toEqual({
    end: whole.join('').length,
    damaged: 0,
    latest: new Map([
      ['b', 1],
      ['a', 3],
    ]),
  });
  const live = [];
  for await (const some of liveRecords(file, found)) live.push(...some);
  expect(live).toEqual([
    { key: 'b', text: '1' },
    { key: 'a', text: '2' },
  ]);
});

it('counts damaged lines up to the last commit', async () => {
  const lines = [recordLine('a', '1'), 'damaged\n', COMMIT_LINE, 'torn'];
  expect(await scan(await fileOf(lines))).toMatchObject({ damaged: 1, latest: new Map([['a', 0]]) });
  expect(await scan(await fileOf(['garbage\n', 'more\n']))).toMatchObject({ end: 0, damaged: 2 });
});
