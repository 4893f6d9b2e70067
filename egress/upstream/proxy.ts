/** Through a proxy of any kind: what it is asked for, the connection to it, and the handshake that its kind speaks. */
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { NameResolver, SnapshotEndpoint } from '@atlantic/contract/snapshot.ts';
import type { Stage } from '@atlantic/kernel/pool/fault.ts';
import type { Intent, Target } from '../intent.ts';
import type { Connection } from '../relay/connection.ts';
import type { TargetPolicy } from '../target-policy.ts';
import { destinationOf } from './destination.ts';
import { dialProxy } from './dial-proxy.ts';
import { authorization, openHttpTunnel } from './http-proxy.ts';
import type { Login } from './login.ts';
import { type ReadAnswer, readSigns, refusalOf } from './proxy-signs.ts';
import type { Resolve } from './resolve.ts';
import { openSocks4Tunnel } from './socks4.ts';
import { openSocks5Tunnel } from './socks5.ts';
import type { TlsClient } from './tls-client.ts';
import type { Upstream } from './upstream.ts';

export interface ProxyRequest {
  endpoint: Pick<SnapshotEndpoint, 'id' | 'kind' | 'host' | 'port'>;
  login: Login | undefined;
  intent: Intent;
  /** Who resolves the target's name, where the kind of the endpoint leaves it open. */
  names: NameResolver;
  policy: TargetPolicy;
  resolve: Resolve;
  tls: TlsClient;
  /** PEM: the issuers that an `https` endpoint's certificate is checked against, in place of the public ones. */
  ca?: string | undefined;
  /** Tells the answers of an HTTP proxy's own from the target's. */
  readAnswer?: ReadAnswer;
  /** Told how far it has come; not before the endpoint itself has a part in it. */
  onStage?: (stage: Stage) => void;
  ending: AbortSignal;
}

/** Says whose answer it was: RFC 9209 has a place for that beside the error. */
const signed =
  (endpoint: string, read: ReadAnswer): ReadAnswer =>
  (head) => {
    const error = read(head);
    if (!error) return undefined;
    const { code, detail, retryAfterSeconds, cause } = error;
    const answeredBy = { endpoint, status: head.status };
    return new AtlanticError(code, { detail, retryAfterSeconds, cause, answeredBy });
  };

/** The handshake of the endpoint's kind. Plain HTTP needs none, unless the proxy shall not see the target's name. */
async function shakeHands(
  connection: Connection,
  destination: Target,
  request: ProxyRequest,
): Promise<Upstream['http']> {
  const { endpoint, login, intent, ending, readAnswer = readSigns, onStage } = request;
  const onAsked = () => onStage?.('answer');
  const origin = { form: 'origin' } as const;
  if (endpoint.kind === 'socks4' || endpoint.kind === 'socks4a') {
    await openSocks4Tunnel(connection, { destination, login, onAsked, ending });
    return origin;
  }
  if (endpoint.kind === 'socks5' || endpoint.kind === 'socks5h') {
    await openSocks5Tunnel(connection, { destination, login, onAsked, ending });
    return origin;
  }
  // RFC 9112 §3.2.2: in absolute form the target's host would become the address, so an address needs a tunnel.
  if (intent.protocol === 'http' && destination.host === intent.target.host) {
    onAsked();
    return { form: 'absolute', headers: authorization(login), readAnswer: signed(endpoint.id, readAnswer) };
  }
  const refusal: ReadAnswer = (head) => {
    const agreed = head.status >= 200 && head.status < 300;
    return agreed ? undefined : (readAnswer(head) ?? refusalOf(head.status));
  };
  await openHttpTunnel(connection, { destination, login, refusal: signed(endpoint.id, refusal), onAsked, ending });
  return origin;
}

/**
 * Connects to the target by way of the proxy. Rejects with a code of `dialProxy` for the proxy itself, with
 * `upstream_proxy_…` for what it answered, with the code of the target's failure where the proxy tells it, or with a
 * code of `destinationOf`.
 */
export async function connectProxy(request: ProxyRequest): Promise<Upstream> {
  const { endpoint, intent, onStage } = request;
  const destination = await destinationOf({ ...request, kind: endpoint.kind, target: intent.target });
  onStage?.('dial');
  const connection = await dialProxy(request);
  onStage?.('handshake');
  try {
    return { connection, http: await shakeHands(connection, destination, request) };
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
