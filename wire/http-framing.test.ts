import { describe, expect, it } from 'vitest';
import { requestFraming, responseFraming } from './http-framing.ts';
import { createRequestHeadReader } from './http-head.ts';
import type { HeaderField } from './http-header.ts';

/** What a gateway decides about a request with these lines, from the octets on. */
function decide(lines: string): string {
  const text = `POST http://a/ HTTP/1.1\r\nHost: a\r\n${lines}\r\n\r\n`;
  const result = createRequestHeadReader({ limit: 4096 }).push(Buffer.from(text, 'latin1'));
  if (result.state === 'error') return result.error.code;
  if (result.state === 'more') return 'more';
  const framing = requestFraming(result.head);
  if (framing.kind === 'error') return framing.error.code;
  return framing.kind === 'length' ? `length ${framing.length}` : framing.kind;
}

describe('request smuggling', () => {
  it.each([
    // What is plain stays allowed.
    ['Content-Length: 5', 'length 5', 'RFC 9112 §6.2'],
    ['Content-Length: 0', 'length 0', 'RFC 9112 §6.2'],
    ['content-length:\t 007 ', 'length 7', 'RFC 9112 §6.2'],
    ['Transfer-Encoding: chunked', 'chunked', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: CHUNKED', 'chunked', 'RFC 9112 §7'],
    ['X-Other: 1', 'none', 'RFC 9112 §6.3 rule 7'],
    // Two lengths.
    ['Content-Length: 5\r\nTransfer-Encoding: chunked', 'request_malformed', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: chunked\r\ncontent-length: 5', 'request_malformed', 'RFC 9112 §6.1'],
    ['Content-Length: 5\r\nContent-Length: 6', 'request_malformed', 'RFC 9112 §6.3 rule 5'],
    ['Content-Length: 5\r\nContent-Length: 5', 'request_malformed', 'RFC 9112 §6.3 rule 5'],
    ['Content-Length: 5, 5', 'request_malformed', 'RFC 9112 §6.3 rule 5'],
    ['Content-Length: 5, 6', 'request_malformed', 'RFC 9112 §6.3 rule 5'],
    // Lengths that some read and some do not.
    ['Content-Length:', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: +5', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: -5', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: 0x5', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: 5.0', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: 5 5', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: 1e1', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: "5"', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: \xb2', 'request_malformed', 'RFC 9112 §6.2'],
    ['Content-Length: 9007199254740991', 'length 9007199254740991', 'RFC 9110 §8.6'],
    ['Content-Length: 9007199254740992', 'request_malformed', 'RFC 9110 §8.6'],
    ['Content-Length: 18446744073709551621', 'request_malformed', 'RFC 9110 §8.6'],
    // Codings that some read and some do not.
    ['Transfer-Encoding: xchunked', 'request_malformed', 'RFC 9112 §6.3 rule 4'],
    ['Transfer-Encoding: identity', 'request_malformed', 'RFC 9112 §6.3 rule 4'],
    ['Transfer-Encoding: chunked, identity', 'request_malformed', 'RFC 9112 §6.3 rule 4'],
    ['Transfer-Encoding: chunked, chunked', 'request_malformed', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', 'request_malformed', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: chunked\r\nTransfer-Encoding: x', 'request_malformed', 'RFC 9112 §6.3 rule 4'],
    ['Transfer-Encoding: ,chunked', 'request_malformed', 'RFC 9112 §6.1'],
    ['Transfer-Encoding:', 'request_malformed', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: "chunked"', 'request_malformed', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: chunked;q=1', 'request_malformed', 'RFC 9112 §7'],
    ['Transfer-Encoding: gzip, chunked', 'request_unsupported', 'RFC 9112 §6.1'],
    ['Transfer-Encoding: x\r\nTransfer-Encoding: chunked', 'request_unsupported', 'RFC 9112 §6.1'],
    // Field lines that hide one of the two.
    ['Transfer-Encoding : chunked', 'request_malformed', 'RFC 9112 §5.1'],
    ['Content-Length : 5', 'request_malformed', 'RFC 9112 §5.1'],
    [' Transfer-Encoding: chunked', 'request_malformed', 'RFC 9112 §5.2'],
    ['X: 1\r\n Transfer-Encoding: chunked', 'request_malformed', 'RFC 9112 §5.2'],
    ['Transfer-Encoding:\r\n chunked', 'request_malformed', 'RFC 9112 §5.2'],
    ['X: 1\nTransfer-Encoding: chunked', 'request_malformed', 'RFC 9112 §2.2'],
    ['X: 1\rTransfer-Encoding: chunked', 'request_malformed', 'RFC 9112 §2.2'],
    ['Transfer-Encoding: \x0bchunked', 'request_malformed', 'RFC 9110 §5.5'],
    ['Transfer-Encoding: chunked\0', 'request_malformed', 'RFC 9110 §5.5'],
    ['Transfer\0-Encoding: chunked', 'request_malformed', 'RFC 9110 §5.6.2'],
    ['Transfer-Encoding\t: chunked', 'request_malformed', 'RFC 9112 §5.1'],
    ['Transfer-Encoding: \xa0chunked', 'request_malformed', 'RFC 9110 §5.6.3'],
    // Two targets.
    ['Host: b', 'request_malformed', 'RFC 9112 §3.2'],
  ])('%j -> %s (%s)', (lines, decision) => {
    expect(decide(lines)).toBe(decision);
  });
});

const fields = (...lines: string[]): HeaderField[] =>
  lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);

describe('requestFraming', () => {
  it('has no Transfer-Encoding in HTTP/1.0 (RFC 9112 §6.1)', () => {
    expect(requestFraming({ method: 'POST', minor: 0, headers: fields('Transfer-Encoding:chunked') })).toEqual({
      kind: 'error',
      error: { code: 'request_malformed', detail: 'Transfer-Encoding in an HTTP/1.0 message' },
    });
  });

  it('has no body in CONNECT, where the tunnel begins (RFC 9110 §9.3.6)', () => {
    const connect = (...lines: string[]) => requestFraming({ method: 'CONNECT', minor: 1, headers: fields(...lines) });
    const error = { code: 'request_malformed', detail: 'a CONNECT request with a body' };
    expect(connect()).toEqual({ kind: 'none' });
    expect(connect('Content-Length:0')).toEqual({ kind: 'length', length: 0 });
    expect(connect('Content-Length:1')).toEqual({ kind: 'error', error });
    expect(connect('Transfer-Encoding:chunked')).toEqual({ kind: 'error', error });
    expect(connect('Content-Length:x')).toMatchObject({ kind: 'error' });
  });
});

describe('responseFraming (RFC 9112 §6.3)', () => {
  const length = { kind: 'length', length: 5 };
  const refused = (detail: string) => ({ kind: 'error', error: { code: 'response_malformed', detail } });
  it.each([
    ['GET', 200, 1, ['Content-Length:5'], length],
    ['GET', 200, 0, ['Content-Length:5'], length],
    ['GET', 200, 1, ['Transfer-Encoding:chunked'], { kind: 'chunked' }],
    ['GET', 200, 1, [], { kind: 'close' }],
    ['HEAD', 200, 1, ['Content-Length:5'], { kind: 'none' }],
    ['HEAD', 200, 1, ['Transfer-Encoding:chunked'], { kind: 'none' }],
    ['GET', 100, 1, ['Content-Length:5'], { kind: 'none' }],
    ['GET', 101, 1, [], { kind: 'none' }],
    ['GET', 204, 1, ['Content-Length:5'], { kind: 'none' }],
    ['GET', 304, 1, ['Content-Length:5'], { kind: 'none' }],
    ['CONNECT', 200, 1, ['Content-Length:5', 'Transfer-Encoding:chunked'], { kind: 'none' }],
    ['CONNECT', 300, 1, ['Content-Length:5'], length],
    ['CONNECT', 407, 1, ['Content-Length:5'], length],
    ['GET', 200, 0, ['Transfer-Encoding:chunked'], refused('Transfer-Encoding in an HTTP/1.0 message')],
    [
      'GET',
      200,
      1,
      ['Transfer-Encoding:chunked', 'Content-Length:5'],
      refused('both Transfer-Encoding and Content-Length'),
    ],
    ['GET', 200, 1, ['Content-Length:5', 'Content-Length:5'], refused('more than one Content-Length')],
    ['GET', 200, 1, ['Content-Length:5,5'], refused('Content-Length is not a number of octets')],
    ['GET', 200, 1, ['Transfer-Encoding:gzip, chunked'], refused('a Transfer-Encoding other than chunked')],
    ['GET', 200, 1, ['Transfer-Encoding:gzip'], refused('a Transfer-Encoding other than chunked')],
  ] as const)('%s answered with %i in HTTP/1.%i and %j -> %j', (method, status, minor, lines, expected) => {
    expect(responseFraming({ status, minor, headers: fields(...lines) }, method)).toEqual(expected);
  });
});
