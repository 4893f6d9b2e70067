import type { Overload } from '../overload/overload.ts';
import { type Connection, NOBODY } from '../relay/connection.ts';
import { offEnding, onEnding } from '../relay/ending.ts';

/**
 * Waits, on a connection that is idle, for the client's next octets; they stay with the connection. Resolves with false
 * when it leaves, when the time is over, or when `leaving` aborts or overload ends it.
 */
export function awaitOctets(
  connection: Connection,
  milliseconds: number,
  leaving: AbortSignal,
  overload: Pick<Overload, 'idle'>,
): Promise<boolean> {
  if (leaving.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finish = (came: boolean) => {
      clearTimeout(timer);
      offEnding(leaving, leave);
      endIdle();
      connection.pause();
      connection.receive(NOBODY);
      resolve(came);
    };
    const leave = () => finish(false);
    const timer = setTimeout(leave, milliseconds);
    onEnding(leaving, leave);
    const endIdle = overload.idle(leave);
    connection.receive({
      data(chunk) {
        connection.unread(chunk);
        finish(true);
      },
      end: leave,
      gone: leave,
    });
    connection.resume();
  });
}
