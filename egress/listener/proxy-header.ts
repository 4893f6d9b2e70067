/** Reads the PROXY header at the beginning of a balancer's connection. */
import type { Socket } from 'node:net';
import { clientAddress } from '@atlantic/contract/address-range.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { readProxyHeader } from '@atlantic/wire/proxy-protocol.ts';
import { LIMITS } from '../limits.ts';

export interface BalancedClient {
  /** The address of the client; undefined when the balancer speaks for itself. */
  readonly address: string | undefined;
  /** Octets of the header. */
  readonly bytes: number;
}

/**
 * Resolves once the header is read; what follows it is back in the socket, which is paused. Rejects with
 * `proxy_header_malformed`, `request_timeout`, `client_closed` or the reason of `ending`; the socket is the caller's to
 * close.
 */
export function awaitProxyHeader(socket: Socket, ending: AbortSignal): Promise<BalancedClient> {
  if (ending.aborted) return Promise.reject(ending.reason);
  return new Promise((resolve, reject) => {
    let arrived: Buffer = Buffer.alloc(0);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      ending.removeEventListener('abort', onEnding);
      socket.pause();
      socket.off('data', onData).off('end', onGone).off('close', onGone);
      settle();
    };
    const fail = (error: AtlanticError) => finish(() => reject(error));
    const onEnding = () => fail(ending.reason);
    const onGone = () => fail(new AtlanticError('client_closed'));
    const timer = setTimeout(() => fail(new AtlanticError('request_timeout')), LIMITS.handshakeMs);
    const onData = (chunk: Buffer) => {
      arrived = Buffer.concat([arrived, chunk]);
      const read = readProxyHeader(arrived);
      if (read.state === 'more') return;
      if (read.state === 'error')
        return fail(new AtlanticError('proxy_header_malformed', { detail: `${read.detail}.` }));
      const { length, source } = read;
      finish(() => {
        if (length < arrived.length) socket.unshift(arrived.subarray(length));
        resolve({ address: source && clientAddress(source.host), bytes: length });
      });
    };
    ending.addEventListener('abort', onEnding);
    socket.on('data', onData).on('end', onGone).on('close', onGone);
    socket.resume();
  });
}
