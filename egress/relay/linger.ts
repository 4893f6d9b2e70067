/**
 * Closes a connection so that the last words reach the peer: FIN behind what was written, then what the peer still
 * sends is read and dropped for a bounded time. Closing with unread octets would make the kernel send a reset, which
 * can destroy the answer before the client has read it (RFC 9112 §9.6).
 */
import { LIMITS } from '../limits.ts';
import type { Connection } from './connection.ts';

/** Resolves when the connection is gone. */
export function linger(connection: Connection): Promise<void> {
  if (connection.gone) return Promise.resolve();
  return new Promise((resolve) => {
    const most = connection.delivered() + LIMITS.lingerBytes;
    const timer = setTimeout(() => connection.destroy(), LIMITS.lingerMs);
    connection.receive({
      data() {
        if (connection.delivered() > most) connection.destroy();
      },
      end() {},
      gone() {
        clearTimeout(timer);
        resolve();
      },
    });
    connection.halfClose();
    connection.resume();
  });
}
