/** A disk that is soon full: a file system in memory, which only root on Linux can make. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporaryFolder } from './folder.ts';

export interface SmallDisk extends AsyncDisposable {
  /** Absolute; empty. */
  readonly path: string;
}

const run = promisify(execFile);

/** Undefined where none can be made. */
export async function makeSmallDisk(bytes: number): Promise<SmallDisk | undefined> {
  const folder = temporaryFolder('disk');
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder.path]);
  } catch {
    folder[Symbol.dispose]();
    return undefined;
  }
  return {
    path: folder.path,
    async [Symbol.asyncDispose]() {
      await run('umount', ['-l', folder.path]);
      folder[Symbol.dispose]();
    },
  };
}
