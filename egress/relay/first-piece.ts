/**
 * The first piece of a body, read ahead of whoever will pass it on: everything that arrived is put together again, as it came.
 */
import { createBodyReader } from '@atlantic/wire/http-body.ts';
import type { Framing } from '@atlantic/wire/http-framing.ts';
import { LIMITS } from '../limits.ts';
import { type Connection, NOBODY } from './connection.ts';

export interface FirstPiece {
  /** Of the content, without its framing; at most so much as `LIMITS.ruleBody`. */
  readonly content: Buffer;
  /** All that was read, framing included. */
  readonly raw: Buffer;
}

/**
 * Reads until there is enough of the body, or all, or no more comes, or the time is over: a stream that is slow is not held
 * back for long. `begun`: what stood behind the head. Leaves the connection paused. Returns what stops it, without an answer.
 */
export function readFirstPiece(
  far: Connection,
  framing: Framing,
  begun: Buffer,
  then: (piece: FirstPiece) => void,
  deadlineMs: number = LIMITS.ruleBodyMs,
): () => void {
  const reader = createBodyReader(framing, 'response');
  const raw: Buffer[] = [];
  const content: Buffer[] = [];
  let size = 0;
  let over = false;

  const stop = () => {
    over = true;
    clearTimeout(timer);
    far.pause();
    far.receive(NOBODY);
  };
  const enough = () => {
    if (over) return;
    stop();
    then({ content: Buffer.concat(content).subarray(0, LIMITS.ruleBody), raw: Buffer.concat(raw) });
  };
  const take = (chunk: Buffer) => {
    raw.push(chunk);
    const { data, end, error } = reader.push(chunk);
    for (const each of data) {
      content.push(each);
      size += each.length;
    }
    if (end || error || size >= LIMITS.ruleBody) enough();
  };
  const timer = setTimeout(enough, deadlineMs);
  // What has ended is told again to whoever receives next.
  far.receive({ data: take, end: enough, gone: enough });
  take(begun);
  if (!over) far.resume();
  return stop;
}
