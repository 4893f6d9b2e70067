/** Supply's own listener: the API, on one address. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { formatBind, parseBind } from '@atlantic/contract/config/bind.ts';
import { AtlanticError } from '@atlantic/contract/errors.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { createAdmission } from './admission.ts';
import { createChooser } from './choice.ts';
import type { Endpoint } from './endpoint.ts';
import type { SupplyMetrics } from './metrics.ts';
import { reload, report } from './orders.ts';
import { poolVocabulary } from './pool-vocabulary.ts';
import { getProxy } from './proxies.ts';
import { type SendLimits, send } from './send.ts';
import { createServe } from './serve.ts';
import type { ApiSource } from './source.ts';
import { health, stat } from './state.ts';
import { v1 } from './v1.ts';

export interface ApiLimits extends SendLimits {
  /** More are closed as they come. */
  readonly connections: number;
  /** Octets of a request's head. */
  readonly head: number;
  /** Milliseconds for a head, for a whole request, and between requests of one connection. */
  readonly headMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
}

export const API_LIMITS: ApiLimits = {
  connections: 10_000,
  head: 16 * 1024,
  headMs: 10_000,
  requestMs: 20_000,
  idleMs: 30_000,
  stallMs: 15_000,
  wholeMs: 120_000,
};

export interface ApiOptions {
  readonly source: ApiSource;
  readonly metrics: SupplyMetrics;
  readonly log: Logger;
  readonly settings: ApiSettings;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly limits?: Partial<ApiLimits>;
}

export type ApiSettings = Pick<SupplySettings, 'keys' | 'rate'>;

export interface Api {
  /** `HOST:PORT`; port 0 takes a free one. Rejects with `config_invalid` when the address cannot be had. */
  listen(bind: string): Promise<{ readonly url: string }>;
  settings(update: ApiSettings): void;
  /** Takes nothing new, and ends when all that is under way is answered, or after so many milliseconds. */
  close(mostMs: number): Promise<void>;
}

export function createApi({ source, metrics, log, settings, now, random, limits: own }: ApiOptions): Api {
  const limits = { ...API_LIMITS, ...own };
  const admission = createAdmission(settings, now);
  const chooser = createChooser(random);
  const measured: Endpoint = {
    path: '/metrics',
    methods: {
      GET: {
        role: 'open',
        answer: async () => ({
          status: 200,
          type: metrics.registry.contentType,
          body: await metrics.registry.metrics(),
        }),
      },
    },
  };
  const endpoints = [
    getProxy(source, chooser),
    stat(source),
    health(source),
    measured,
    reload(source),
    report(source),
    ...poolVocabulary(source, chooser),
    ...v1(source),
  ];
  const serve = createServe(endpoints, admission, log);
  let closing = false;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = now();
    const { answer, endpoint } = await serve(request, request.socket.remoteAddress ?? '');
    if (response.destroyed) return;
    await send(response, answer, closing || !request.complete, limits);
    metrics.onRequest(endpoint, answer.status, (now() - began) / 1_000);
  }
  const server = createServer(
    {
      maxHeaderSize: limits.head,
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: Math.max(50, limits.headMs / 4),
      noDelay: true,
    },
    (request, response) => {
      response.on('error', () => response.destroy());
      // A connection whose answer had begun before the listener closed was told that it may go on.
      response.on('close', () => closing && server.closeIdleConnections());
      respond(request, response).catch((thrown: unknown) => {
        log.error('an answer of the API could not be sent', faultFields(thrown));
        response.destroy();
      });
    },
  );
  server.maxConnections = limits.connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else socket.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });

  return {
    listen: (bind) => listen(server, bind),
    settings: (update) => admission.change(update),
    async close(mostMs) {
      closing = true;
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), mostMs);
      server.closeIdleConnections();
      await ended.finally(() => clearTimeout(timer));
    },
  };
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

async function listen(server: ReturnType<typeof createServer>, bind: string): Promise<{ url: string }> {
  const { host, port } = parseBind(bind) ?? { host: '127.0.0.1', port: 0 };
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      const detail = `supply.listen: ${bind} cannot be used (${error.code}).`;
      reject(new AtlanticError('config_invalid', { detail }));
    };
    server.once('error', refuse);
    server.listen({ host, port, backlog: 4_096 }, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  const bound = server.address();
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const taken = typeof bound === 'object' && bound !== null ? bound.port : port;
  return { url: `http://${formatBind({ host: reachable, port: taken })}` };
}
