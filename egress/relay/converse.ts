/** Reads from a connection until a handshake has what it needs, under a deadline. */
import type { AtlanticError } from '@atlantic/contract/errors.ts';
import { type Connection, NOBODY } from './connection.ts';
import { offEnding, onEnding } from './ending.ts';

export interface Conversation<T> {
  /** Takes what arrived; undefined means that more is needed. What it throws rejects the conversation. */
  push(chunk: Buffer): T | undefined;
  deadlineMs: number;
  /** Aborts with the AtlanticError that ends every conversation. */
  ending: AbortSignal;
  onDeadline(): AtlanticError;
  /** The peer ended or vanished first. */
  onGone(): AtlanticError;
}

/** Resolves with what `push` made; the connection is paused again then, and whoever comes next receives. */
export function converse<T>(
  connection: Connection,
  { push, deadlineMs, ending, onDeadline, onGone }: Conversation<T>,
): Promise<T> {
  if (ending.aborted) return Promise.reject(ending.reason);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(onDeadline())), deadlineMs);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      offEnding(ending, end);
      connection.pause();
      connection.receive(NOBODY);
      settle();
    };
    const end = () => finish(() => reject(ending.reason));
    onEnding(ending, end);
    connection.receive({
      data(chunk) {
        try {
          const made = push(chunk);
          if (made !== undefined) finish(() => resolve(made));
        } catch (error) {
          finish(() => reject(error));
        }
      },
      end: () => finish(() => reject(onGone())),
      gone: () => finish(() => reject(onGone())),
    });
    connection.resume();
  });
}
