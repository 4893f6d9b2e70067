import { type Connection, NOBODY } from '../relay/connection.ts';

/**
 * Waits, on a connection that is idle, for the client's next octets; they stay with the connection. Resolves with false
 * when it leaves, when the time is over, or when `draining` aborts.
 */
export function awaitOctets(connection: Connection, milliseconds: number, draining: AbortSignal): Promise<boolean> {
  if (draining.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finish = (came: boolean) => {
      clearTimeout(timer);
      draining.removeEventListener('abort', leave);
      connection.pause();
      connection.receive(NOBODY);
      resolve(came);
    };
    const leave = () => finish(false);
    const timer = setTimeout(leave, milliseconds);
    draining.addEventListener('abort', leave);
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
