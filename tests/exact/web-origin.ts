/** A web server that answers as the path asks, ends of every kind included. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { CONTENT } from './content.ts';
import { type Origin, openOrigin } from './origin.ts';

interface Asked {
  readonly response: ServerResponse;
  readonly size: number;
  /** Octets after which something happens. */
  readonly at: number;
}

const begin = ({ response, size, at }: Asked, then: () => void): void => {
  response.writeHead(200, { 'content-length': size });
  response.write(CONTENT.subarray(0, at), then);
};

/** By the first part of the path: `/NAME/SIZE/AT`. */
const ANSWERS: Readonly<Record<string, (asked: Asked) => unknown>> = {
  length: ({ response, size }) => response.writeHead(200, { 'content-length': size }).end(CONTENT.subarray(0, size)),
  chunked({ response, size }) {
    response.write(CONTENT.subarray(0, size >> 1));
    response.end(CONTENT.subarray(size >> 1, size));
  },
  /** Neither length nor chunks: the body ends with the connection. */
  close({ response, size }) {
    response.useChunkedEncodingByDefault = false;
    response.setHeader('connection', 'close');
    response.end(CONTENT.subarray(0, size));
  },
  empty: ({ response }) => response.writeHead(204).end(),
  /** Promises SIZE octets and resets after AT. */
  reset: (asked) => begin(asked, () => asked.response.socket?.resetAndDestroy()),
  /** Promises SIZE octets and closes after AT. */
  short: (asked) => begin(asked, () => asked.response.socket?.end()),
  /** Resets when it has read AT octets of the request's body. */
  deaf: ({ response }) => response.socket?.resetAndDestroy(),
};

/** Reads and forgets the body, at most `count` octets of it. */
async function swallow(request: IncomingMessage, count: number): Promise<void> {
  if (count === 0) return;
  let read = 0;
  for await (const chunk of request) {
    read += chunk.length;
    if (read >= count) return;
  }
}

const answer: RequestListener = async (request, response) => {
  const [, name = '', size, at] = (request.url ?? '').split('/');
  try {
    await swallow(request, name === 'deaf' ? Number(at) : Number.POSITIVE_INFINITY);
    ANSWERS[name]?.({ response, size: Number(size), at: Number(at) });
  } catch {
    response.destroy();
  }
};

/** `/length/N`, `/chunked/N`, `/close/N`, `/empty`, `/reset/N/AT`, `/short/N/AT`, `/deaf/0/AT`. */
export const startWebOrigin = (): Promise<Origin> => openOrigin(createServer(answer));
