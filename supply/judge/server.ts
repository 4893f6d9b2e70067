/** The bundled judge: a small web server that answers `GET /TOKEN` with what it saw of the request. It keeps and logs nothing. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, isIP } from 'node:net';
import type { CertificatePair } from '@atlantic/contract/certificate.ts';
import { type Bind, formatBind } from '@atlantic/contract/config/bind.ts';
import { formatAddress, parseAddress } from '@atlantic/wire/ip-address.ts';
import { createAskers } from './askers.ts';
import { judgePage, TOKEN } from './page.ts';

export interface JudgeOptions {
  readonly bind: Bind;
  /** By https, beside the other. */
  readonly tls?: { readonly bind: Bind; readonly pair: CertificatePair } | undefined;
  /** Milliseconds; only differences count. */
  now(): number;
}

export interface JudgeServer {
  /** As bound: `HOST:PORT`. */
  readonly bound: string;
  readonly tlsBound: string | undefined;
  /** Ends what is open, and lets go of the addresses. */
  close(): Promise<void>;
}

export const JUDGE_LIMITS = {
  /** Octets of a request's head. */
  head: 16 * 1024,
  /** Connections at once, of each of the two listeners. */
  connections: 25_000,
  /** For the head to come, and for the whole exchange. */
  requestMs: 10_000,
  /** Requests a second of one address, and at once after a pause: many proxies may share an exit. */
  rate: { perSecond: 1_000, burst: 20_000 },
} as const;

const MAPPED = /^::ffff:(?=\d+\.)/;
function seenAddress(text: string): string {
  const octets = parseAddress(text.replace(/%.*$/, ''));
  return octets ? formatAddress(octets).replace(MAPPED, '') : text;
}

/** Names and values in turn, as Node keeps what was received. */
function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let at = 0; at < raw.length; at += 2) list.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return list;
}

function answer(
  response: ServerResponse,
  status: number,
  body: Buffer | string,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=iso-8859-1',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
    ...more,
  });
  response.end(body);
}

function respond(request: IncomingMessage, response: ServerResponse, isWelcome: (address: string) => boolean): void {
  const { method, url = '', socket } = request;
  const address = seenAddress(socket.remoteAddress ?? '');
  if (!isWelcome(address)) return answer(response, 429, 'Too many requests.\n', { 'Retry-After': '1' });
  if (method !== 'GET' && method !== 'HEAD') return answer(response, 405, 'Only GET.\n', { Allow: 'GET, HEAD' });
  // A judge may stand below a path of a web server; only the last segment is the token.
  const token = url.slice(url.lastIndexOf('/') + 1);
  if (!TOKEN.test(token)) return answer(response, 404, 'This is the judge of Atlantic: GET /TOKEN\n');
  answer(response, 200, judgePage({ token, address, headers: pairs(request.rawHeaders) }));
}

const OPTIONS = {
  maxHeaderSize: JUDGE_LIMITS.head,
  headersTimeout: JUDGE_LIMITS.requestMs,
  requestTimeout: JUDGE_LIMITS.requestMs,
  // Checked this often; without it both of the above would be looked at twice a minute.
  connectionsCheckingInterval: 1_000,
  keepAlive: false,
} as const;

async function listen(server: Server, { host, port }: Bind): Promise<string> {
  server.maxConnections = JUDGE_LIMITS.connections;
  server.setTimeout(JUDGE_LIMITS.requestMs, (socket) => socket.destroy());
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen({ host, port, backlog: 4_096 });
  await once(server, 'listening');
  const bound = server.address() as AddressInfo;
  return formatBind({ host: isIP(host) === 0 ? host : bound.address, port: bound.port });
}

/** Rejects when an address cannot be bound, or the certificate is of no use. */
export async function startJudge({ bind, tls, now }: JudgeOptions): Promise<JudgeServer> {
  const askers = createAskers(JUDGE_LIMITS.rate, now);
  const listener: RequestListener = (request, response) => respond(request, response, askers.isWelcome);
  const servers: Server[] = [createServer(OPTIONS, listener)];
  const secure = tls && createTlsServer({ ...OPTIONS, cert: tls.pair.certificate, key: tls.pair.key }, listener);
  if (secure) servers.push(secure);
  const close = async (): Promise<void> => {
    await Promise.all(
      servers.map((server) => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        return closed;
      }),
    );
  };
  try {
    const [plain] = servers;
    const bound = plain ? await listen(plain, bind) : '';
    return { bound, tlsBound: tls && secure && (await listen(secure, tls.bind)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
