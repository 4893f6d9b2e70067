/** Replaces a file in one step: after a crash or a power cut it holds either its old or its new content, whole. */
import { closeSync, fchownSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface FileNature {
  mode: number;
  /** Absent: whoever this process runs as. */
  owner?: { uid: number; gid: number } | undefined;
}

/** Throws the errors of the file system; then the file is what it was. */
export function replaceFile(file: string, text: string, { mode, owner }: FileNature): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const fd = openSync(draft, 'wx', mode);
  try {
    if (owner) fchownSync(fd, owner.uid, owner.gid);
    writeSync(fd, text);
    fsyncSync(fd);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
