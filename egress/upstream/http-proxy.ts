/** Through an HTTP proxy: CONNECT for tunnels (RFC 9110 §9.3.6), absolute-form requests for plain HTTP. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import { formatBasic } from '@atlantic/wire/basic-auth.ts';
import { createResponseHeadReader, type ResponseHead } from '@atlantic/wire/http-head.ts';
import { formatRequestHead } from '@atlantic/wire/http-head-format.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import { formatAuthority } from '@atlantic/wire/http-target.ts';
import type { Intent, Target } from '../intent.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../relay/connection.ts';
import { converse } from '../relay/converse.ts';
import { dialProxy } from './dial-proxy.ts';
import type { Resolve } from './resolve.ts';
import type { Login, ReadRefusal, Upstream } from './upstream.ts';

function authorization({ username, password }: Login): HeaderList {
  return username === undefined ? [] : [['Proxy-Authorization', formatBasic(username, password ?? '')]];
}

/** What a proxy's refusal of CONNECT means; undefined when it agreed. The status alone is shown, never its words. */
export function refusalOf(status: number): AtlanticError | undefined {
  const detail = `Its status was ${status}.`;
  if (status >= 200 && status < 300) return undefined;
  if (status === 407) return new AtlanticError('upstream_proxy_unauthorized');
  if (status >= 400 && status < 500) return new AtlanticError('upstream_proxy_denied', { detail });
  return new AtlanticError('upstream_proxy_failed', { detail });
}

/** Asks the proxy for a tunnel; whatever it sent behind its head already belongs to the tunnel. */
async function openTunnel(
  connection: Connection,
  target: Target,
  headers: HeaderList,
  ending: AbortSignal,
  readRefusal: ReadRefusal,
): Promise<void> {
  const authority = formatAuthority(target.host, target.port);
  const request = formatRequestHead({
    method: 'CONNECT',
    target: authority,
    minor: 1,
    headers: [['Host', authority], ...headers],
  });
  const reader = createResponseHeadReader({ limit: LIMITS.responseHead });
  void connection.write([request]);
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
  const refusal = readRefusal(head) ?? refusalOf(head.status);
  if (refusal) throw refusal;
}

/**
 * `login` stands instead of the endpoint's own; `refusal` knows more of what the proxy means than its status says. Rejects
 * with a connection code or `dns_timeout` for the proxy itself, with `upstream_proxy_…` for what it answered, or with
 * what `refusal` made of that.
 */
export async function connectHttpProxy(options: {
  endpoint: SnapshotEndpoint;
  intent: Intent;
  resolve: Resolve;
  ending: AbortSignal;
  login?: Login | undefined;
  refusal?: ReadRefusal | undefined;
}): Promise<Upstream> {
  const { endpoint, intent, resolve, ending, login = endpoint, refusal = () => undefined } = options;
  const connection = await dialProxy(endpoint, resolve, ending);
  const headers = authorization(login);
  if (intent.protocol === 'http') return { connection, http: { form: 'absolute', headers, refusal } };
  try {
    await openTunnel(connection, intent.target, headers, ending, refusal);
    return { connection, http: { form: 'origin' } };
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
