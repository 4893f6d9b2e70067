/** Message heads: octets in, a head out (RFC 9112 §2). */
import { createFieldSection } from './http-field.ts';
import { type HeaderList, headerValues } from './http-header.ts';
import { createLineReader } from './http-line.ts';
import { parseRequestLine, parseStatusLine, type RequestLine, type StatusLine } from './http-start-line.ts';
import { isHostValue } from './http-target.ts';
import type { MessageSide, WireError } from './wire-error.ts';

export type RequestHead = RequestLine & { readonly headers: HeaderList };
export type ResponseHead = StatusLine & { readonly headers: HeaderList };

export type HeadResult<Head> =
  | { readonly state: 'more' }
  /** `rest` is what followed the head; `bytes` counts the head's octets, its last CRLF and empty lines before it included. */
  | { readonly state: 'head'; readonly head: Head; readonly rest: Buffer; readonly bytes: number }
  | { readonly state: 'error'; readonly error: WireError };

export interface HeadReader<Head> {
  /** After `head` the reader is ready for the next message, `rest` first; after `error` it stays in error. */
  push(chunk: Buffer): HeadResult<Head>;
}

/** `limit`: most octets of one head. */
export interface HeadLimit {
  readonly limit: number;
}

/**
 * Reads request heads. Of the leniencies RFC 9112 grants, only empty lines before the request line are kept; the others
 * are what request smuggling lives on.
 * Errors: `request_malformed`, `request_head_too_large`, `request_unsupported`.
 */
export function createRequestHeadReader({ limit }: HeadLimit): HeadReader<RequestHead> {
  return createHeadReader<RequestLine, RequestHead>('request', limit, parseRequestLine, (start, headers) => {
    const detail = hostFault(start.minor, headers);
    return detail === undefined ? { ...start, headers } : { code: 'request_malformed', detail };
  });
}

/** Reads response heads, interim ones too. Errors: `response_malformed`, `response_head_too_large`. */
export function createResponseHeadReader({ limit }: HeadLimit): HeadReader<ResponseHead> {
  return createHeadReader<StatusLine, ResponseHead>('response', limit, parseStatusLine, (start, headers) => ({
    ...start,
    headers,
  }));
}

function createHeadReader<Start extends object, Head extends object>(
  side: MessageSide,
  limit: number,
  parseStart: (line: string) => Start | WireError,
  complete: (start: Start, headers: HeaderList) => Head | WireError,
): HeadReader<Head> {
  const lines = createLineReader();
  let section = createFieldSection(side);
  let start: Start | undefined;
  let bytes = 0;
  let failed: HeadResult<Head> | undefined;

  function fail(error: WireError): HeadResult<Head> {
    failed = { state: 'error', error };
    return failed;
  }

  function finish(parsed: Start, rest: Buffer): HeadResult<Head> {
    const head = complete(parsed, section.fields);
    if (isError(head)) return fail(head);
    const result: HeadResult<Head> = { state: 'head', head, rest, bytes };
    section = createFieldSection(side);
    start = undefined;
    bytes = 0;
    return result;
  }

  function push(chunk: Buffer): HeadResult<Head> {
    if (failed) return failed;
    for (let at = 0; ; ) {
      const step = lines.read(chunk, at, limit - bytes);
      if (step.state === 'more') return step;
      if (step.state === 'fault') return fail({ code: `${side}_malformed`, detail: step.detail });
      if (step.state === 'long') return fail({ code: `${side}_head_too_large`, detail: `more than ${limit} octets` });
      const { line } = step;
      at = step.next;
      bytes += line.length + 2;
      if (start) {
        if (line === '') return finish(start, chunk.subarray(at));
        const error = section.add(line);
        if (error) return fail(error);
        continue;
      }
      // RFC 9112 §2.2: old clients send an extra CRLF after a body; it stands before the next request line.
      if (line === '' && side === 'request') continue;
      const parsed = parseStart(line);
      if (isError(parsed)) return fail(parsed);
      start = parsed;
    }
  }

  return { push };
}

const isError = (value: object): value is WireError => 'code' in value;

/** RFC 9112 §3.2: HTTP/1.1 has exactly one Host, with a valid value, whatever the form of the target. */
function hostFault(minor: 0 | 1, headers: HeaderList): string | undefined {
  const hosts = headerValues(headers, 'host');
  if (hosts.length > 1) return 'more than one Host header';
  if (hosts.length === 0) return minor === 1 ? 'an HTTP/1.1 request without a Host header' : undefined;
  return hosts.every(isHostValue) ? undefined : 'the Host header is not a host and port';
}
