/** The first line of a message (RFC 9112 §3 and §4). */
import { TOKEN } from './http-field.ts';
import type { WireError } from './wire-error.ts';

export interface RequestLine {
  readonly method: string;
  /** As sent; `http-target.ts` takes it apart. */
  readonly target: string;
  /** HTTP/1.0 or HTTP/1.1. */
  readonly minor: 0 | 1;
}

export interface StatusLine {
  /** 100 to 999. */
  readonly status: number;
  /** May be empty. */
  readonly reason: string;
  readonly minor: 0 | 1;
}

/** Visible octets but `#`; those above 7F are no URI (RFC 3986), yet common in paths and read alike by everybody. */
export const TARGET = /^[!"$-~\x80-\xff]+$/;
const VERSION = /^HTTP\/(\d)\.(\d)$/;
const STATUS = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: (.*))?$/;

/** `METHOD SP TARGET SP HTTP/1.x`. Errors: `request_malformed`; `request_unsupported` for another version of HTTP. */
export function parseRequestLine(line: string): RequestLine | WireError {
  const [method = '', target = '', version = '', ...more] = line.split(' ');
  const [, major, minor] = VERSION.exec(version) ?? [];
  if (more.length > 0 || major === undefined)
    return malformed('the request line is not METHOD TARGET HTTP/1.1 with single spaces');
  if (!TOKEN.test(method)) return malformed('the method is not a token');
  if (major !== '1' || (minor !== '0' && minor !== '1'))
    return { code: 'request_unsupported', detail: 'only HTTP/1.0 and HTTP/1.1 are spoken here' };
  if (!TARGET.test(target)) return malformed('the request target is empty or has a character that it may not have');
  return { method, target, minor: minor === '1' ? 1 : 0 };
}

/**
 * `HTTP/1.x SP STATUS SP REASON`. The last space may be absent with an empty reason, as many servers have it.
 * Errors: `response_malformed`.
 */
export function parseStatusLine(line: string): StatusLine | WireError {
  const [, minor, status, reason] = STATUS.exec(line) ?? [];
  if (status === undefined)
    return { code: 'response_malformed', detail: 'the status line is not HTTP/1.1 and a three-digit status' };
  return { status: Number(status), reason: reason ?? '', minor: minor === '1' ? 1 : 0 };
}

const malformed = (detail: string): WireError => ({ code: 'request_malformed', detail });
