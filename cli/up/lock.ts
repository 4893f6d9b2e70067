/** One supervisor for one data directory: a file that names the process which holds it. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isRunning, processStart } from './process-start.ts';

interface Holder {
  readonly pid: number;
  readonly started?: string | undefined;
}

export type Lock = { readonly release: () => void } | { readonly holder: number | undefined };

/** A lock without content is being written right now, unless it is older: then its writer died in the middle. */
const WRITING_MS = 2000;
/** Each attempt removes one dead holder's file; more in a row means that others start at this moment. */
const ATTEMPTS = 3;

function parseHolder(text: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    const good = typeof holder === 'object' && holder !== null && 'pid' in holder && Number.isInteger(holder.pid);
    return good ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isHeld(path: string, text: string, now: number): boolean {
  const holder = parseHolder(text);
  if (holder === undefined) return now - statSync(path).mtimeMs < WRITING_MS;
  return holder.pid !== process.pid && isRunning(holder.pid, holder.started);
}

/**
 * Moves a dead holder's file out of the way. Two may try at once, so what was moved is looked at: a file that is not
 * the dead one's is put back, and the other has won.
 */
function removeStale(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  renameSync(path, aside);
  if (readFileSync(aside, 'utf8') === text) rmSync(aside);
  else renameSync(aside, path);
}

/**
 * Takes the lock at `path`, or says which process holds it (undefined while it is still writing its number). The lock of
 * a process that has died is taken over. Throws when the directory cannot be written.
 */
export function takeLock(path: string, now = Date.now): Lock {
  const mine = JSON.stringify({ pid: process.pid, started: processStart(process.pid) });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    try {
      const text = readFileSync(path, 'utf8');
      if (isHeld(path, text, now())) return { holder: parseHolder(text)?.pid };
      removeStale(path, text);
    } catch (error) {
      // ENOENT: it was released, or moved aside by somebody else, in between.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return { holder: undefined };
}
