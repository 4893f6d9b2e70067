/** Snapshots as files `snapshot-VERSION.jsonl` of one folder: the newest, and the one before it. */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder, readLines, writeAll } from './disk.ts';
import { setAside } from './set-aside.ts';
import {
  blankHeader,
  damagedSentence,
  headerText,
  leftOutSentence,
  type ReadSnapshot,
  readHeader,
  readParts,
  SnapshotDamaged,
  writeParts,
} from './snapshot-text.ts';
import type { Loaded, SupplySnapshot } from './store.ts';

const GENERATIONS = 2;
const NEXT = 'snapshot.next';
const NAME = /^snapshot-(\d+)\.jsonl$/;

/** Versions that lie in the folder, the newest first. */
function versionsIn(folder: string): number[] {
  const versions = readdirSync(folder).flatMap((name) => NAME.exec(name)?.[1] ?? []);
  return versions.map(Number).sort((a, b) => b - a);
}

const fileOf = (folder: string, version: number): string => join(folder, `snapshot-${version}.jsonl`);

async function write(path: string, snapshot: SupplySnapshot): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    const blank = `${headerText(blankHeader(snapshot))}\n`;
    let at = Buffer.byteLength(blank);
    const header = await writeParts(snapshot, async (part) => {
      const bytes = Buffer.from(part);
      await writeAll(file, bytes, at);
      at += bytes.length;
    });
    // The digest is known last, and stands first.
    await writeAll(file, Buffer.from(`${headerText(header)}\n`), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** It has its name only once all of it is on the disk; then the ones that are too old go. */
export async function saveSnapshotFile(folder: string, snapshot: SupplySnapshot): Promise<void> {
  const next = join(folder, NEXT);
  try {
    await write(next, snapshot);
    renameSync(next, fileOf(folder, snapshot.version));
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  await flushFolder(folder);
  for (const old of versionsIn(folder).slice(GENERATIONS)) rmSync(fileOf(folder, old), { force: true });
}

async function* textsOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const piece of pieces) yield piece.toString('utf8');
}

/** The first line and the rest. */
async function* withHeader(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true;
  for await (const piece of pieces) {
    const end = first ? piece.indexOf('\n') + 1 : 0;
    if (first) yield piece.slice(0, end);
    first = false;
    yield piece.slice(end);
  }
}

async function read(path: string): Promise<ReadSnapshot> {
  const file = await open(path, 'r');
  try {
    const texts = withHeader(textsOf(readLines(file)));
    const first = await texts.next();
    return await readParts(readHeader(first.value ?? ''), texts);
  } finally {
    await file.close();
  }
}

/** The newest that is whole. Rejects when a file is there and cannot be opened, which is no damage. */
export async function loadSnapshotFile(folder: string, now: () => number): Promise<Loaded> {
  rmSync(join(folder, NEXT), { force: true });
  const problems: string[] = [];
  for (const version of versionsIn(folder)) {
    const path = fileOf(folder, version);
    try {
      const { snapshot, leftOut } = await read(path);
      if (leftOut > 0) problems.push(leftOutSentence(version, leftOut));
      return { snapshot, problems };
    } catch (error) {
      if (!(error instanceof SnapshotDamaged)) throw error;
      problems.push(`${damagedSentence(version)} and is now ${setAside(path, now())}`);
    }
  }
  return { snapshot: undefined, problems };
}
