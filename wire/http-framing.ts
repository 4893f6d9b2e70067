/** Where a message's body ends (RFC 9112 §6.3), without the guesses that request smuggling needs. */
import type { RequestHead, ResponseHead } from './http-head.ts';
import { type HeaderList, headerValues, listTokens } from './http-header.ts';
import type { MessageSide, WireError } from './wire-error.ts';

export type Framing =
  | { readonly kind: 'none' }
  /** Octets of the body, up to 2^53 - 1. */
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  /** Everything until the sender closes; responses only. */
  | { readonly kind: 'close' };

export type FramingResult = Framing | { readonly kind: 'error'; readonly error: WireError };

type FramingHead = Pick<RequestHead, 'minor' | 'headers'>;

/** Errors: `request_malformed`; `request_unsupported` for a transfer coding other than chunked. */
export function requestFraming(head: Pick<RequestHead, 'method' | 'minor' | 'headers'>): FramingResult {
  const framing = declaredFraming('request', head) ?? { kind: 'none' };
  // RFC 9110 §9.3.6: what follows CONNECT is the tunnel's. A body there would be read twice, by us and by the target.
  const hasBody = framing.kind === 'chunked' || (framing.kind === 'length' && framing.length > 0);
  return head.method === 'CONNECT' && hasBody ? refuse('request_malformed', 'a CONNECT request with a body') : framing;
}

/**
 * `requestMethod` is the method of the request this response answers. After 101, and after a 2xx answer to CONNECT, the
 * kind is `none` and the octets that follow belong to the new protocol. Errors: `response_malformed`.
 */
export function responseFraming(
  head: Pick<ResponseHead, 'status' | 'minor' | 'headers'>,
  requestMethod: string,
): FramingResult {
  const { status } = head;
  if (requestMethod === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'none' };
  if (requestMethod === 'CONNECT' && status < 300) return { kind: 'none' };
  return declaredFraming('response', head) ?? { kind: 'close' };
}

/** What Transfer-Encoding and Content-Length say; undefined when there is neither. */
function declaredFraming(side: MessageSide, { minor, headers }: FramingHead): FramingResult | undefined {
  const codings = headerValues(headers, 'transfer-encoding');
  const lengths = headerValues(headers, 'content-length');
  if (codings.length === 0) return lengths.length === 0 ? undefined : lengthFraming(side, lengths);
  // RFC 9112 §6.1: the sender cannot know how HTTP/1.0 software before it framed the message.
  if (minor === 0) return refuse(`${side}_malformed`, 'Transfer-Encoding in an HTTP/1.0 message');
  if (lengths.length > 0) return refuse(`${side}_malformed`, 'both Transfer-Encoding and Content-Length');
  return codings.length === 1 && codings[0]?.toLowerCase() === 'chunked'
    ? { kind: 'chunked' }
    : refusedCoding(side, headers);
}

function lengthFraming(side: MessageSide, lengths: readonly string[]): FramingResult {
  // RFC 9112 §6.3 would let equal repetitions pass; a message that has them went through something broken.
  if (lengths.length > 1) return refuse(`${side}_malformed`, 'more than one Content-Length');
  const [value = ''] = lengths;
  const length = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(length)
    ? { kind: 'length', length }
    : refuse(`${side}_malformed`, 'Content-Length is not a number of octets');
}

function refusedCoding(side: MessageSide, headers: HeaderList): FramingResult {
  const names = listTokens(headers, 'transfer-encoding');
  // RFC 9112 §6.3 wants 400 when the end cannot be found, §6.1 wants 501 for a coding that is merely unknown.
  const endKnown = names.indexOf('chunked') === names.length - 1 && names.length > 1;
  return refuse(
    side === 'request' && endKnown ? 'request_unsupported' : `${side}_malformed`,
    'a Transfer-Encoding other than chunked',
  );
}

const refuse = (code: WireError['code'], detail: string): FramingResult => ({ kind: 'error', error: { code, detail } });
