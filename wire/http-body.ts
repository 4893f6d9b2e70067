/** Bodies: octets in, the content's octets out, and where the message ends. Nothing is copied. */
import type { BodyReader } from './http-body-reader.ts';
import { createChunkedReader } from './http-chunked.ts';
import type { Framing } from './http-framing.ts';
import type { MessageSide } from './wire-error.ts';

/** A reader for one body. Errors of chunked bodies: `request_malformed`, `response_malformed`. */
export function createBodyReader(framing: Framing, side: MessageSide): BodyReader {
  switch (framing.kind) {
    case 'none':
      return createLengthReader(0, side);
    case 'length':
      return createLengthReader(framing.length, side);
    case 'close':
      return createCloseReader();
    case 'chunked':
      return createChunkedReader(side);
  }
}

const NOTHING = Buffer.alloc(0);

function createLengthReader(length: number, side: MessageSide): BodyReader {
  let left = length;
  return {
    push(chunk) {
      const content = chunk.subarray(0, left);
      left -= content.length;
      const data = content.length > 0 ? [content] : [];
      return left > 0 ? { data } : { data, end: { rest: chunk.subarray(content.length), trailers: [] } };
    },
    finish() {
      if (left === 0) return { data: [], end: { rest: NOTHING, trailers: [] } };
      const code = side === 'request' ? 'client_closed' : 'response_incomplete';
      return { data: [], error: { code, detail: 'the body is shorter than its Content-Length' } };
    },
  };
}

function createCloseReader(): BodyReader {
  return {
    push: (chunk) => ({ data: chunk.length > 0 ? [chunk] : [] }),
    finish: () => ({ data: [], end: { rest: NOTHING, trailers: [] } }),
  };
}
