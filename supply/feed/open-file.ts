/** A feed that is a file of this machine: its content in pieces, as long as it is a file and nothing that only looks like one. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { FeedFailure, systemCode } from './feed-failure.ts';

/** Octets that are read at once. */
const PIECE = 65_536;

/** A pipe or a device could make its reader wait for ever. Rejects with FeedFailure `unreadable-file` or `too-large`. */
export async function* readFeedFile(path: string, most: number): AsyncGenerator<Buffer> {
  try {
    if (!(await stat(path)).isFile()) throw new FeedFailure('unreadable-file', 'it is not a regular file');
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    // It may be another by now.
    if (!(await file.stat()).isFile()) throw new FeedFailure('unreadable-file', 'it is not a regular file');
    let octets = 0;
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE);
      if (bytesRead === 0) return;
      octets += bytesRead;
      if (octets > most) throw new FeedFailure('too-large');
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw error instanceof FeedFailure ? error : new FeedFailure('unreadable-file', systemCode(error));
  }
}
