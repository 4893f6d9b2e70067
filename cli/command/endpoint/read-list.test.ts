import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { LONGEST_LIST } from '@atlantic/contract/endpoint-list/read.ts';
import { afterAll, expect, it } from 'vitest';
import { readList } from './read-list.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlantic-list-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'list.txt');
const input =
  (...chunks: Uint8Array[]) =>
  () =>
    Readable.from(chunks);

it('reads a file, or standard input in pieces', async () => {
  writeFileSync(file, 'h.example:1\n');
  expect(await readList(file, input())).toBe('h.example:1\n');
  const umlaut = Buffer.from('ü:1');
  expect(await readList('-', input(umlaut.subarray(0, 1), umlaut.subarray(1)))).toBe('ü:1');
});

it('says what cannot be read', async () => {
  const refusal = (detail: RegExp) => ({ code: 'list_unreadable', detail: expect.stringMatching(detail) });
  await expect(readList(join(folder, 'no.txt'), input())).rejects.toMatchObject(
    refusal(/no\.txt cannot be read \(ENOENT\)\.$/),
  );
  await expect(readList(folder, input())).rejects.toMatchObject(refusal(/cannot be read \(EISDIR\)\.$/));
  writeFileSync(file, Buffer.alloc(LONGEST_LIST + 1, 'a'));
  await expect(readList(file, input())).rejects.toMatchObject(refusal(/list\.txt is larger than 4 MiB: cut it/));
  const endless = Array.from({ length: 5 }, () => Buffer.alloc(LONGEST_LIST / 4));
  await expect(readList('-', input(...endless))).rejects.toMatchObject(refusal(/^standard input is larger/));
});
