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
  /** A connection to the endpoint that stands already; undefined when there is none. Asked once. */
  spare?: (() => Connection | undefined) | undefined;
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

/** Is a request written to the proxy itself, without a handshake? */
function forwards({ host }: Target, { endpoint: { kind }, intent }: ProxyRequest): boolean {
  // RFC 9112 §3.2.2: in absolute form the target's host would become the address, so an address needs a tunnel.
  return (kind === 'http' || kind === 'https') && intent.protocol === 'http' && host === intent.target.host;
}

/** The handshake of the endpoint's kind. Plain HTTP needs none, unless the proxy shall not see the target's name. */
async function shakeHands(
  connection: Connection,
  destination: Target,
  request: ProxyRequest,
): Promise<Upstream['http']> {
  const { endpoint, login, ending, readAnswer = readSigns, onStage } = request;
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
  if (forwards(destination, request)) {
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

/** The proxy closed without a word of its own. */
const closedSilently = (error: unknown): boolean =>
  error instanceof AtlanticError && error.code === 'connection_terminated' && !error.answeredBy;

/**
 * Shakes hands on a spare. Undefined when there is none, or when it closed instead of answering: it may have been dead
 * before it was asked, so that says nothing of the endpoint, and a tunnel may be asked for twice. A request that is
 * forwarded may not, and takes none.
 */
async function bySpare(destination: Target, request: ProxyRequest): Promise<Upstream | undefined> {
  const connection = forwards(destination, request) ? undefined : request.spare?.();
  if (!connection) return undefined;
  request.onStage?.('handshake');
  try {
    return { connection, http: await shakeHands(connection, destination, request) };
  } catch (error) {
    connection.destroy();
    if (closedSilently(error)) return undefined;
    throw error;
  }
}

/**
 * Connects to the target by way of the proxy. Rejects with a code of `dialProxy` for the proxy itself, with
 * `upstream_proxy_…` for what it answered, with the code of the target's failure where the proxy tells it, or with a
 * code of `destinationOf`.
 */
export async function connectProxy(request: ProxyRequest): Promise<Upstream> {
  const { endpoint, intent, onStage } = request;
  const destination = await destinationOf({ ...request, kind: endpoint.kind, target: intent.target });
  const upstream = await bySpare(destination, request);
  if (upstream) return upstream;
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
