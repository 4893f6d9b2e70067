/** A tunnel through a SOCKS4 or SOCKS4a proxy. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { createSocks4Client, SOCKS4_REPLY, type Socks4ClientStep } from '@atlantic/wire/socks4-client.ts';
import type { Target } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import type { Login } from './login.ts';

/** 91 covers everything from a closed port to a rule, so no more can be told; the other two are about who asks. */
function refusal(code: number): AtlanticError {
  const detail = `The reply of the upstream proxy was ${code}.`;
  const unknown = code === SOCKS4_REPLY.noIdentd || code === SOCKS4_REPLY.identdMismatch;
  return new AtlanticError(unknown ? 'upstream_proxy_unauthorized' : 'upstream_proxy_failed', { detail });
}

const broken = (detail: string): AtlanticError =>
  new AtlanticError('upstream_proxy_failed', { detail: `In its SOCKS4 handshake, ${detail}.` });

function take(connection: Connection, step: Socks4ClientStep): true | undefined {
  if (step.type === 'more') return undefined;
  if (step.type === 'refused') throw refusal(step.code);
  if (step.type === 'error') throw broken(step.error.detail);
  connection.unread(step.rest);
  return true;
}

/** `destination`: an IPv4 address, or for SOCKS4a a name. The user name of `login` is told, its password cannot be. */
export async function openSocks4Tunnel(
  connection: Connection,
  asked: { destination: Target; login: Login | undefined; onAsked: () => void; ending: AbortSignal },
): Promise<void> {
  const { destination, login, onAsked, ending } = asked;
  const client = createSocks4Client({ user: login?.username, target: destination });
  if (!Buffer.isBuffer(client.request)) throw broken(client.request.detail);
  void connection.write([client.request]);
  onAsked();
  await converse<true>(connection, {
    push: (chunk) => take(connection, client.push(chunk)),
    deadlineMs: LIMITS.connectMs,
    ending,
    onDeadline: () => new AtlanticError('connection_timeout', { detail: 'The SOCKS4 proxy did not answer.' }),
    onGone: () => new AtlanticError('connection_terminated', { detail: 'The SOCKS4 proxy closed in its handshake.' }),
  });
}
