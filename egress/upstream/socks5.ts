/** A tunnel through a SOCKS5 proxy, which carries plain HTTP alike (RFC 1928, RFC 1929). */
import { AtlanticError, type ErrorCode } from '@atlantic/contract/errors.ts';
import { createSocks5Client, type Socks5ClientStep } from '@atlantic/wire/socks5-client.ts';
import { SOCKS_REPLY } from '@atlantic/wire/socks5-reply.ts';
import type { Target } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import type { Login } from './login.ts';

/** What the replies of RFC 1928 §6 mean. The others, and those the RFC does not name, are the proxy's own failure. */
const CODE_OF: ReadonlyMap<number, ErrorCode> = new Map([
  [SOCKS_REPLY.notAllowed, 'upstream_proxy_denied'],
  [SOCKS_REPLY.networkUnreachable, 'destination_unroutable'],
  [SOCKS_REPLY.hostUnreachable, 'destination_unroutable'],
  [SOCKS_REPLY.connectionRefused, 'connection_refused'],
  [SOCKS_REPLY.ttlExpired, 'connection_timeout'],
]);

/** The error that a proxy's reply to CONNECT stands for. */
const replyError = (reply: number): AtlanticError =>
  new AtlanticError(CODE_OF.get(reply) ?? 'upstream_proxy_failed', {
    detail: `The reply of the upstream proxy was ${reply}.`,
  });

/** Does what a step asks for. Undefined: the proxy must answer first. Throws when there will be no tunnel. */
function take(connection: Connection, step: Socks5ClientStep): true | undefined {
  switch (step.type) {
    case 'more':
      if (step.send.length > 0) void connection.write([step.send]);
      return undefined;
    case 'open':
      connection.unread(step.rest);
      return true;
    case 'unauthorized':
      throw new AtlanticError('upstream_proxy_unauthorized');
    case 'refused':
      throw replyError(step.code);
    case 'error':
      throw new AtlanticError('upstream_proxy_failed', { detail: `In its SOCKS5 handshake, ${step.error.detail}.` });
  }
}

/** Shakes hands with the proxy until it says that it is connected to the target. A name is resolved by the proxy. */
export async function openSocks5Tunnel(
  connection: Connection,
  asked: { destination: Target; login: Login | undefined; onAsked: () => void; ending: AbortSignal },
): Promise<void> {
  const { destination, login, onAsked, ending } = asked;
  const client = createSocks5Client({ login, target: destination });
  take(connection, client.start());
  await converse<true>(connection, {
    push(chunk) {
      const step = client.push(chunk);
      if (client.asked()) onAsked();
      return take(connection, step);
    },
    deadlineMs: LIMITS.connectMs,
    ending,
    onDeadline: () => new AtlanticError('connection_timeout', { detail: 'The SOCKS5 proxy did not answer.' }),
    onGone: () => new AtlanticError('connection_terminated', { detail: 'The SOCKS5 proxy closed in its handshake.' }),
  });
}
