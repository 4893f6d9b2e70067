import type { Connection } from './connection.ts';

/**
 * Stops sending in the middle of an answer. Where octets still wait for the kernel the connection is destroyed, so that
 * what is withdrawn from the count can not go out after all; otherwise it can be closed in order, and the client gets
 * every octet that was paid for.
 */
export function cut(connection: Connection): void {
  if (connection.unaccepted() > 0) connection.destroy();
}
