/** A tunnel through an HTTP proxy: CONNECT (RFC 9110 §9.3.6). */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import { formatBasic } from '@atlantic/wire/basic-auth.ts';
import { createResponseHeadReader, type ResponseHead } from '@atlantic/wire/http-head.ts';
import { formatRequestHead } from '@atlantic/wire/http-head-format.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import { formatAuthority } from '@atlantic/wire/http-target.ts';
import type { Target } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import type { Login } from './login.ts';
import type { ReadAnswer } from './proxy-signs.ts';

/** The headers by which a proxy knows us. */
export const authorization = (login: Login | undefined): HeaderList =>
  login ? [['Proxy-Authorization', formatBasic(login.username, login.password)]] : [];

/**
 * Asks the proxy for a tunnel; whatever it sent behind its head already belongs to the tunnel. Rejects with a connection
 * code for the proxy itself, or with what `refusal` makes of its answer.
 */
export async function openHttpTunnel(
  connection: Connection,
  asked: {
    destination: Target;
    login: Login | undefined;
    refusal: ReadAnswer;
    onAsked: () => void;
    ending: AbortSignal;
  },
): Promise<void> {
  const { destination, login, refusal, onAsked, ending } = asked;
  const authority = formatAuthority(destination.host, destination.port);
  const request = formatRequestHead({
    method: 'CONNECT',
    target: authority,
    minor: 1,
    headers: [['Host', authority], ...authorization(login)],
  });
  const reader = createResponseHeadReader({ limit: LIMITS.responseHead });
  void connection.write([request]);
  onAsked();
  const head = await converse<ResponseHead>(connection, {
    push(chunk) {
      for (let result = reader.push(chunk); ; result = reader.push(result.rest)) {
        if (result.state === 'more') return undefined;
        // Not the target's fault, and nothing has reached it: another proxy may do better.
        if (result.state === 'error')
          throw new AtlanticError('upstream_proxy_failed', {
            detail: `Its answer was broken: ${result.error.detail}.`,
          });
        if (result.head.status < 200) continue;
        connection.unread(result.rest);
        return result.head;
      }
    },
    deadlineMs: LIMITS.connectMs,
    ending,
    onDeadline: () => new AtlanticError('connection_timeout', { detail: 'The upstream proxy did not answer CONNECT.' }),
    onGone: () => new AtlanticError('connection_terminated', { detail: 'The upstream proxy closed during CONNECT.' }),
  });
  const refused = refusal(head);
  if (refused) throw refused;
}
