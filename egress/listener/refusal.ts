/** The error catalogue on the wire of HTTP: status, Proxy-Status and a body that says whose fault it was. Pure. */
import type { AtlanticError, ErrorSource } from '@atlantic/contract/errors.ts';
import { formatResponseHead } from '@atlantic/wire/http-head-format.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import { formatProxyStatus } from '@atlantic/wire/proxy-status.ts';

const REASON: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const FAULT: Record<ErrorSource, string> = {
  downstream: 'the request or its credential',
  gateway: 'the gateway',
  upstream: 'the far side',
};

/** Seconds a client should wait where trying again makes sense. */
const RETRY_AFTER_SECONDS = 1;

export interface RefusalOptions {
  error: AtlanticError;
  /** The request's Accept header; a client that names JSON gets JSON. */
  accept: string;
  keepAlive: boolean;
  /** HEAD has no body in its answer. */
  head: boolean;
}

function body({ error, accept }: RefusalOptions): { type: string; text: string } {
  const { code, detail, source, retryable } = error;
  const { sentence, recovery } = error.entry;
  if (accept.includes('json')) {
    const problem = { code, sentence, detail, fault: source, retryable, recovery };
    return { type: 'application/json', text: `${JSON.stringify({ error: problem })}\n` };
  }
  const lines = [
    detail === undefined ? sentence : `${sentence} ${detail}`,
    recovery,
    '',
    `code: ${code}; fault: ${FAULT[source]}; worth retrying: ${retryable ? 'yes' : 'no'}`,
  ];
  return { type: 'text/plain; charset=utf-8', text: `${lines.join('\n')}\n` };
}

/** The whole answer of a refused request. */
export function refusal(options: RefusalOptions): Buffer[] {
  const { error, keepAlive, head } = options;
  const { status, proxyStatus } = error.entry;
  const { type, text } = body(options);
  const content = Buffer.from(text);
  const { endpoint: nextHop, status: receivedStatus } = error.answeredBy ?? {};
  const told = { proxy: 'atlantic', error: proxyStatus, details: error.code, nextHop, receivedStatus };
  const headers: HeaderList = [
    ['Proxy-Status', formatProxyStatus(told)],
    ...(status === 407 ? [['Proxy-Authenticate', 'Basic realm="Atlantic", charset="UTF-8"'] as const] : []),
    ...(status === 429 || status === 503
      ? [['Retry-After', String(error.retryAfterSeconds ?? RETRY_AFTER_SECONDS)] as const]
      : []),
    ['Content-Type', type],
    ['Content-Length', String(content.length)],
    ['Connection', keepAlive ? 'keep-alive' : 'close'],
  ];
  const response = formatResponseHead({ status, reason: REASON[status] ?? 'Error', minor: 1, headers });
  return head ? [response] : [response, content];
}
