/** A web server with what curl has options for: ranges, uploads, redirects, compression, upgrades. On 127.0.0.1 and ::1. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { bodyOf } from '../../kit/body.ts';
import type { SignedCertificate } from '../../kit/certificate.ts';

export const SIZE = 100_000;
export const BODY = bodyOf(SIZE);
export const GREETING = 'hello from the other protocol';

export const digestOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

export interface Web extends AsyncDisposable {
  readonly ports: Readonly<Record<'http' | 'https', number>>;
  /** Requests so far. */
  readonly requests: () => number;
}

async function digest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  response.end(digestOf(Buffer.concat(chunks)));
}

/** RFC 9110 §14.2, a single range from the start. */
function range(request: IncomingMessage, response: ServerResponse): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  response.setHeader('accept-ranges', 'bytes');
  if (first === undefined) return void response.setHeader('content-length', SIZE).end(BODY);
  const part = BODY.subarray(Number(first), last ? Number(last) + 1 : SIZE);
  response.writeHead(206, {
    'content-length': part.length,
    'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${SIZE}`,
  });
  response.end(part);
}

const ROUTES: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/body': range,
  // A client that leaves in mid-body has said so itself.
  '/digest': (request, response) => void digest(request, response).catch(() => response.destroy()),
  '/gzip': (_, response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync(BODY)),
  '/small': (_, response) => void response.setHeader('content-length', 5).end('small'),
  '/moved': (_, response) => void response.writeHead(302, { location: '/body', 'content-length': 0 }).end(),
};

function serve(server: Server, count: () => void): Server {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    count();
    const route = ROUTES[request.url ?? ''];
    if (route) route(request, response);
    else response.writeHead(404, { 'content-length': 0 }).end();
  });
  // RFC 6455 §4.2.2, as far as a client that only shakes hands can tell.
  server.on('upgrade', (request, socket) => {
    count();
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.end(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n${GREETING}`);
  });
  return server;
}

/** Listens on the same port of both addresses. */
async function listen(servers: readonly [Server, Server]): Promise<number> {
  const [four, six] = servers;
  four.listen(0, '127.0.0.1');
  await once(four, 'listening');
  const { port } = four.address() as AddressInfo;
  six.listen(port, '::1');
  await once(six, 'listening');
  return port;
}

export async function startWeb({ certificate, key }: SignedCertificate): Promise<Web> {
  let requests = 0;
  const count = () => {
    requests += 1;
  };
  const pem = { cert: readFileSync(certificate), key: readFileSync(key) };
  const plain = [serve(createServer(), count), serve(createServer(), count)] as const;
  const secure = [serve(createTlsServer(pem), count), serve(createTlsServer(pem), count)] as const;
  const ports = { http: await listen(plain), https: await listen(secure) };
  return {
    ports,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      for (const server of [...plain, ...secure]) {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      }
    },
  };
}
