/** What files need so that they outlive a power cut, and the reading of their lines. */
import { type FileHandle, open } from 'node:fs/promises';

/** Read or written in one go: so little that what is then done with it holds up nobody. */
export const CHUNK = 256 * 1024;
/** A line that is longer is no line of ours: it is handed over in pieces. */
const LONGEST_LINE = 64 * CHUNK;

/** Until the folder is flushed, a name that was made, changed or taken in it can come back as it was before (fsync(2)). */
export async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open folders; there renames are kept by the file system's own journal.
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync().catch(() => {});
  } finally {
    await handle?.close();
  }
}

/** Writes all of it: a write may take less than it was given. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** A file from `position` on, in pieces that end between lines; the last one may not. */
export async function* readLines(handle: FileHandle, position = 0): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (let at = position; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const piece = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    const end = piece.length > LONGEST_LINE ? piece.length : piece.lastIndexOf(0x0a) + 1;
    if (end > 0) yield piece.subarray(0, end);
    rest = piece.subarray(end);
  }
  if (rest.length > 0) yield rest;
}
