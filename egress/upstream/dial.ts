/** Opens a TCP connection to a host whose addresses are known, racing them (RFC 8305), and names what failed. */
import { connect, isIP, type Socket } from 'node:net';
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { LIMITS } from '../limits.ts';
import { type Connection, socketConnection } from '../relay/connection.ts';
import { offEnding, onEnding } from '../relay/ending.ts';
import { ReadBuffer } from '../relay/read-buffer.ts';

/**
 * How long one address may take before the next is tried beside it (RFC 8305 §5). Node's own `autoSelectFamily` gives an
 * address up at that point, so that of several distant ones only the last would have a chance.
 */
const ATTEMPT_DELAY_MS = 250;

const CODE_OF: Record<string, ErrorCode> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_terminated',
  ETIMEDOUT: 'connection_timeout',
  EHOSTUNREACH: 'destination_unroutable',
  ENETUNREACH: 'destination_unroutable',
  EADDRNOTAVAIL: 'destination_unroutable',
  EMFILE: 'gateway_overloaded',
  ENFILE: 'gateway_overloaded',
  ENOBUFS: 'gateway_overloaded',
};

/** The error for what the system said when a connect failed. */
export function dialError(cause: unknown): AtlanticError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  // connect(2) says the same when the ports of a source address are used up; bind(2) means the address itself.
  if (code === 'EADDRNOTAVAIL' && cause instanceof Error && 'syscall' in cause && cause.syscall === 'bind')
    return new AtlanticError('exit_address_unavailable', { cause });
  return new AtlanticError(CODE_OF[code] ?? 'connection_terminated', { cause });
}

/** The families in turn, beginning with the first address's, so that a broken family costs one delay (RFC 8305 §4). */
export function inTurn(addresses: readonly string[]): string[] {
  const preferred = isIP(addresses[0] ?? '');
  const first = addresses.filter((address) => isIP(address) === preferred);
  const second = addresses.filter((address) => isIP(address) !== preferred);
  return [...first.flatMap((address, at) => [address, ...second.slice(at, at + 1)]), ...second.slice(first.length)];
}

/** On Windows a read holds its memory from before something arrives, so no two sockets can share it. */
const SHARES_MEMORY = process.platform !== 'win32';

/** As `dialSocket`, with the connection as the relay sees it. */
export async function dial(
  addresses: readonly string[],
  port: number,
  ending: AbortSignal,
  source?: string,
): Promise<Connection> {
  // One for all attempts: it is the one that succeeds that reads.
  const reads = SHARES_MEMORY ? new ReadBuffer() : undefined;
  return socketConnection(await dialSocket(addresses, port, ending, { source, reads }), { reads });
}

/**
 * Connects to one of `addresses`, from the local address `source` and into the memory `reads` where these are given. The socket's errors are handled
 * from here on, and nothing has been read from it. Rejects with the reason of `ending`, `connection_timeout`, or what the first address
 * that failed says: `connection_refused`, `connection_terminated`, `destination_unroutable`, `gateway_overloaded`,
 * `exit_address_unavailable`.
 */
export function dialSocket(
  addresses: readonly string[],
  port: number,
  ending: AbortSignal,
  { source, reads }: { source?: string | undefined; reads?: ReadBuffer | undefined } = {},
): Promise<Socket> {
  if (ending.aborted) return Promise.reject(ending.reason);
  return new Promise((resolve, reject) => {
    const waiting = inTurn(addresses);
    const open = new Set<Socket>();
    let failure: Error | undefined;
    let stagger: NodeJS.Timeout | undefined;

    const finish = (settle: () => void) => {
      clearTimeout(deadline);
      clearTimeout(stagger);
      offEnding(ending, end);
      for (const socket of open)
        socket
          .removeAllListeners()
          .on('error', () => {})
          .destroy();
      settle();
    };
    const attempt = () => {
      clearTimeout(stagger);
      const host = waiting.shift();
      if (host === undefined) {
        if (open.size === 0) finish(() => reject(dialError(failure)));
        return;
      }
      const socket = connect({
        host,
        port,
        allowHalfOpen: true,
        noDelay: true,
        ...(source !== undefined && { localAddress: source }),
        ...(reads && { onread: reads }),
      });
      // Into what we gave it, it would read before anybody listens.
      if (reads) socket.pause();
      open.add(socket);
      socket.once('error', (error) => {
        failure ??= error;
        open.delete(socket);
        attempt();
      });
      socket.once('connect', () => {
        open.delete(socket);
        socket.removeAllListeners('error').on('error', () => {});
        finish(() => resolve(socket));
      });
      if (waiting.length > 0) stagger = setTimeout(attempt, ATTEMPT_DELAY_MS);
    };
    const deadline = setTimeout(() => finish(() => reject(new AtlanticError('connection_timeout'))), LIMITS.connectMs);
    const end = () => finish(() => reject(ending.reason));
    onEnding(ending, end);
    attempt();
  });
}
