import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeSnapshot } from './fixture/make.ts';
import { loadSnapshotFile, saveSnapshotFile } from './snapshot-files.ts';

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atlantic-snapshots-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const load = (folder: string) => loadSnapshotFile(folder, () => 0);

it('keeps two generations, for their owner’s eyes', async () => {
  const folder = freshFolder();
  for (const version of [8, 9, 10]) await saveSnapshotFile(folder, makeSnapshot(version, 2));
  expect(readdirSync(folder).sort()).toEqual(['snapshot-10.jsonl', 'snapshot-9.jsonl']);
  expect(statSync(join(folder, 'snapshot-10.jsonl')).mode & 0o777).toBe(0o600);
});

it('finds the one before, wherever the newest was cut off or altered', async () => {
  const folder = freshFolder();
  await saveSnapshotFile(folder, makeSnapshot(1, 2));
  await saveSnapshotFile(folder, makeSnapshot(2, 60));
  const newest = join(folder, 'snapshot-2.jsonl');
  const bytes = readFileSync(newest);
  for (let part = 0; part < 16; part++) {
    const at = Math.floor((bytes.length * part) / 16);
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    for (const damaged of [bytes.subarray(0, at), flipped, Buffer.concat([bytes.subarray(0, at), bytes])]) {
      if (damaged.equals(bytes)) continue;
      writeFileSync(newest, damaged);
      const { snapshot, problems } = await load(folder);
      expect(snapshot).toEqual(makeSnapshot(1, 2));
      expect(problems).toEqual([`snapshot 2 is damaged and is now ${newest}.damaged-19700101T000000000Z`]);
      expect(await load(folder)).toEqual({ snapshot: makeSnapshot(1, 2), problems: [] });
    }
  }
});

it('passes over what its writer did not finish', async () => {
  const folder = freshFolder();
  await saveSnapshotFile(folder, makeSnapshot(1, 2));
  writeFileSync(join(folder, 'snapshot.next'), 'half');
  expect((await load(folder)).snapshot?.version).toBe(1);
  expect(readdirSync(folder)).toEqual(['snapshot-1.jsonl']);
});

it('rejects, and sets nothing aside, when a file cannot be read', async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'snapshot-3.jsonl'));
  await expect(load(folder)).rejects.toThrow('EISDIR');
  expect(readdirSync(folder)).toEqual(['snapshot-3.jsonl']);
});
