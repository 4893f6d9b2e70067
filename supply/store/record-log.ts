/**
 * Records by key in one file that only grows: what is appended in one step is there whole or not at all. The file is
 * written anew by itself when most of it is out of date.
 */
import { renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { flushFolder } from './disk.ts';
import { liveRecords, scan, writeLines } from './record-file.ts';
import { COMMIT_LINE, recordLine } from './record-line.ts';
import { copyAside } from './set-aside.ts';

export interface RecordLog {
  /** What was damaged when it was opened; a copy of it has been set aside. */
  readonly problem: string | undefined;
  /** Puts, and takes away where there is no text. In one step: when it fails, nothing of it has happened. */
  append(records: Iterable<readonly [key: string, text: string | undefined]>): Promise<void>;
  /** Each record as it was put last, in the order they were put. Damaged lines are left out and counted. */
  read(each: (key: string, text: string) => void): Promise<{ readonly damaged: number }>;
  close(): Promise<void>;
}

/** A file smaller than this is not written anew to save room. */
const LEAST_REWRITE = 4 * 1024 * 1024;

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+', 0o600);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const file = await open(path, 'wx+', 0o600);
    await flushFolder(dirname(path));
    return file;
  }
}

/** Copies the records that count into an empty file, and makes it outlive a power cut. */
async function copyLive(from: FileHandle, to: FileHandle): Promise<number> {
  let at = 0;
  for await (const live of liveRecords(from, await scan(from))) {
    // A commit to each piece: if the file is cut off one day, only what is behind the cut is lost.
    if (live.length > 0)
      at = await writeLines(to, at, [...live.map((one) => recordLine(one.key, one.text)), COMMIT_LINE]);
  }
  await to.sync();
  return at;
}

function* linesOf(records: Iterable<readonly [string, string | undefined]>): Generator<string> {
  for (const [key, text] of records) yield recordLine(key, text);
  yield COMMIT_LINE;
}

/** Opens or begins the log at `path`. */
export async function openRecordLog(path: string, now: () => number): Promise<RecordLog> {
  const next = `${path}.next`;
  rmSync(next, { force: true });
  let file = await openFile(path);
  const found = await scan(file);
  let end = found.end;
  /** Whether something may lie behind `end`. */
  let torn = true;
  let rewriteAt = Math.max(LEAST_REWRITE, 2 * end);

  async function rewrite(): Promise<void> {
    const fresh = await open(next, 'w+', 0o600);
    try {
      const size = await copyLive(file, fresh);
      renameSync(next, path);
      await file.close().catch(() => {});
      [file, end, torn] = [fresh, size, false];
    } catch (error) {
      await fresh.close();
      rmSync(next, { force: true });
      throw error;
    }
    await flushFolder(dirname(path));
  }

  async function cutOff(): Promise<void> {
    await file.truncate(end);
    torn = false;
  }

  const { damaged } = found;
  let problem: string | undefined;
  if (damaged > 0) {
    const aside = copyAside(path, now());
    problem = `${path}: ${damaged} lines are damaged; ${aside ? `a copy is ${aside}` : 'there is no room for a copy'}`;
    if (aside !== undefined) await rewrite();
  }

  return {
    problem,
    async append(records) {
      if (torn) await cutOff();
      torn = true;
      const behind = await writeLines(file, end, linesOf(records));
      await file.datasync();
      [end, torn] = [behind, false];
      if (end < rewriteAt) return;
      // All of it still lies in the old file when this fails; it is tried again when that has doubled.
      await rewrite().catch(() => {});
      rewriteAt = Math.max(LEAST_REWRITE, 2 * end);
    },
    async read(each) {
      for await (const live of liveRecords(file, await scan(file))) for (const { key, text } of live) each(key, text);
      return { damaged };
    },
    close: () => file.close(),
  };
}
