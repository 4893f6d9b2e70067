/** The reading and writing of a file of record lines. What it means to append, and when, is record-log.ts. */
import type { FileHandle } from 'node:fs/promises';
import { CHUNK, readLines, writeAll } from './disk.ts';
import { linesOf, readRecordLine } from './record-line.ts';

export interface Scan {
  /** Behind the last commit: what follows was being written when its writer died. */
  readonly end: number;
  readonly damaged: number;
  /** The number of the line that counts for each key. */
  readonly latest: ReadonlyMap<string, number>;
}

type Change = readonly [key: string, line: number | undefined];

function settle(latest: Map<string, number>, changes: readonly Change[]): void {
  for (const [key, line] of changes) {
    if (line === undefined) latest.delete(key);
    else latest.set(key, line);
  }
}

/** Reads all of it once, and keeps no more than the keys. */
export async function scan(file: FileHandle): Promise<Scan> {
  const latest = new Map<string, number>();
  let pending: Change[] = [];
  let [end, damaged, damagedSince, before, number] = [0, 0, 0, 0, 0];
  for await (const lines of readLines(file)) {
    let at = before;
    for (const line of linesOf(lines)) {
      at += line.length + 1;
      const read = readRecordLine(line);
      if (read === undefined) damagedSince += 1;
      else if (read !== 'commit') pending.push([read.key, read.text === undefined ? undefined : number]);
      else {
        settle(latest, pending);
        [pending, end, damaged, damagedSince] = [[], at, damaged + damagedSince, 0];
      }
      number += 1;
    }
    before += lines.length;
  }
  // Not one commit, and it does not even begin well: none of it can be told from what was never acknowledged.
  return { end, damaged: end === 0 && damagedSince > 0 ? damagedSince : damaged, latest };
}

export interface LiveRecord {
  readonly key: string;
  readonly text: string;
}

/** The records that count, some at a time, in the order they were put. */
export async function* liveRecords(file: FileHandle, { latest }: Scan): AsyncGenerator<LiveRecord[]> {
  let number = 0;
  for await (const lines of readLines(file)) {
    const live: LiveRecord[] = [];
    for (const line of linesOf(lines)) {
      const read = readRecordLine(line);
      if (read !== undefined && read !== 'commit' && read.text !== undefined && latest.get(read.key) === number) {
        live.push({ key: read.key, text: read.text });
      }
      number += 1;
    }
    yield live;
  }
}

/** Writes lines one behind the other, a chunk at a time; the result is the position behind them. */
export async function writeLines(file: FileHandle, position: number, lines: Iterable<string>): Promise<number> {
  let at = position;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    await writeAll(file, Buffer.concat(waiting), at);
    [at, waiting, size] = [at + size, [], 0];
  };
  for (const line of lines) {
    const bytes = Buffer.from(line);
    waiting.push(bytes);
    size += bytes.length;
    if (size >= CHUNK) await flush();
  }
  await flush();
  return at;
}
