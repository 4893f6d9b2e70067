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
import type { Upstream } from './upstream.ts';

function authorization({ username, password }: SnapshotEndpoint): HeaderList {
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
  const refusal = refusalOf(head.status);
  if (refusal) throw refusal;
}

/** Rejects with a connection code or `dns_timeout` for the proxy itself, or with `upstream_proxy_…` for what it answered. */
export async function connectHttpProxy(options: {
  endpoint: SnapshotEndpoint;
  intent: Intent;
  resolve: Resolve;
  ending: AbortSignal;
}): Promise<Upstream> {
  const { endpoint, intent, resolve, ending } = options;
  const connection = await dialProxy(endpoint, resolve, ending);
  const headers = authorization(endpoint);
  if (intent.protocol === 'http') return { connection, http: { form: 'absolute', headers } };
  try {
    await openTunnel(connection, intent.target, headers, ending);
    return { connection, http: { form: 'origin' } };
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
