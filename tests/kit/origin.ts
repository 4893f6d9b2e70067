/** A web server to be reached through the gateway, made of nothing but node:http, that counts what reaches it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setInterval as ticks } from 'node:timers/promises';
import { bodyOf } from './body.ts';

export interface Origin extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** What has arrived so far. */
  readonly counts: { readonly connections: number; readonly requests: number };
}

/** What `/echo` answers, as JSON. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  /** Names and values as they came, by turns. */
  readonly headers: readonly string[];
  /** Base64. */
  readonly body: string;
}

const STEPS = 20;
const DEFAULT_SLOW_MILLISECONDS = 1000;

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readAll(request)).toString('base64');
  const answer: Echo = { method: request.method ?? '', url: request.url ?? '', headers: request.rawHeaders, body };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
}

/** The body in equal steps over the time asked for. Stops when the client has gone. */
async function trickle(response: ServerResponse, size: number, milliseconds: number): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-length': size }).flushHeaders();
  const body = bodyOf(size);
  let step = 0;
  try {
    for await (const _ of ticks(milliseconds / STEPS, undefined, { signal: gone.signal })) {
      response.write(body.subarray(Math.floor((size * step) / STEPS), Math.floor((size * (step + 1)) / STEPS)));
      step += 1;
      if (step === STEPS) break;
    }
    response.end();
  } catch {
    response.destroy();
  }
}

export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the path says after the name of the route. */
  readonly number: number;
  readonly query: URLSearchParams;
}

/** By the first step of the path. What it returns is not waited for; it reads the request's body at once or not at all. */
export type OriginRoutes = Readonly<Record<string, (asked: Asked) => unknown>>;

const ROUTES: OriginRoutes = {
  /** `/bytes/N`: N octets with Content-Length. */
  bytes: ({ response, number }) => response.setHeader('content-length', number).end(bodyOf(number)),
  /** `/chunked/N`: the same in chunks. */
  chunked: ({ response, number }) => {
    response.write(bodyOf(number));
    response.end();
  },
  /** `/slow/N?ms=M`: the same over M milliseconds. */
  slow: ({ response, number, query }) =>
    trickle(response, number, Number(query.get('ms') ?? DEFAULT_SLOW_MILLISECONDS)),
  /** `/echo`: the request as JSON, see `Echo`. */
  echo: ({ request, response }) => echo(request, response),
  /** `/status/CODE`: that status and no body. */
  status: ({ response, number }) => response.writeHead(number).end(),
  /** `/close`: 500 octets of the 1000 that were promised. */
  close: ({ response }) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write(bodyOf(500), () => response.socket?.end());
  },
};

const serveBy =
  (routes: OriginRoutes): RequestListener =>
  (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://origin');
    const [, name, argument] = pathname.split('/');
    const serve = routes[name ?? ''];
    if (name !== 'echo') request.resume();
    if (serve) serve({ request, response, number: Number(argument), query });
    else response.writeHead(404).end();
  };

/** Listens on a free port of 127.0.0.1, with `more` than the usual routes; ending it closes every connection. */
export async function serveOrigin(server: Server, scheme: 'http' | 'https', more: OriginRoutes = {}): Promise<Origin> {
  const counts = { connections: 0, requests: 0 };
  server.on(scheme === 'https' ? 'secureConnection' : 'connection', () => (counts.connections += 1));
  server.on('request', () => (counts.requests += 1));
  server.on('request', serveBy({ ...ROUTES, ...more }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    counts,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const startOrigin = (more?: OriginRoutes): Promise<Origin> => serveOrigin(createServer(), 'http', more);
