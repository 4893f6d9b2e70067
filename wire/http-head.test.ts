import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRequestHeadReader, createResponseHeadReader, type HeadReader, type HeadResult } from './http-head.ts';
import { cutAt, singly, whole } from './testing/cuts.ts';

const LIMIT = 1024;

/** What the reader says about these pieces; everything behind the head is gathered in `rest`. */
function readHead<Head>(reader: HeadReader<Head>, pieces: readonly Buffer[]): HeadResult<Head> {
  for (const [index, piece] of pieces.entries()) {
    const result = reader.push(piece);
    if (result.state === 'more') continue;
    if (result.state === 'error') return result;
    return { ...result, rest: Buffer.concat([result.rest, ...pieces.slice(index + 1)]) };
  }
  return { state: 'more' };
}

const request = (pieces: readonly Buffer[]) => readHead(createRequestHeadReader({ limit: LIMIT }), pieces);
const response = (pieces: readonly Buffer[]) => readHead(createResponseHeadReader({ limit: LIMIT }), pieces);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('request heads', () => {
  const text = 'POST http://a/ HTTP/1.1\r\nHost: a\r\nX: 1\r\nx:\xfc\r\n\r\n';
  const head = {
    method: 'POST',
    target: 'http://a/',
    minor: 1,
    headers: [
      ['Host', 'a'],
      ['X', '1'],
      ['x', '\xfc'],
    ],
  };

  it.each([
    ['alone', text, { state: 'head', head, rest: latin1(''), bytes: text.length }],
    ['with a body behind it', `${text}body`, { state: 'head', head, rest: latin1('body'), bytes: text.length }],
    // RFC 9112 §2.2.
    ['behind empty lines', `\r\n\r\n${text}`, { state: 'head', head, rest: latin1(''), bytes: text.length + 4 }],
    ['cut off', text.slice(0, -1), { state: 'more' }],
    ['not begun', '', { state: 'more' }],
  ])('reads one %s', (_, sent, expected) => {
    expect(request(whole(latin1(sent)))).toEqual(expected);
    expect(request(singly(latin1(sent)))).toEqual(expected);
  });

  it.each([
    ['GET / HTTP/1.1\r\n\r\n', 'an HTTP/1.1 request without a Host header'],
    ['GET http://a/ HTTP/1.1\r\n\r\n', 'an HTTP/1.1 request without a Host header'],
    ['CONNECT a:443 HTTP/1.1\r\n\r\n', 'an HTTP/1.1 request without a Host header'],
    ['GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n', 'more than one Host header'],
    ['GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n', 'more than one Host header'],
    ['GET / HTTP/1.1\r\nHost: a, b\r\n\r\n', 'the Host header is not a host and port'],
    ['GET / HTTP/1.1\r\nHost: a@b\r\n\r\n', 'the Host header is not a host and port'],
    ['GET / HTTP/1.1\r\n Host: a\r\n\r\n', 'a header line begins with white space'],
    ['GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n', 'a header line begins with white space'],
    ['GET / HTTP/1.1\nHost: a\n\n', 'an LF without a CR before it'],
    ['GET / HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n', 'a CR without an LF behind it'],
    ['GET / HTTP/1.1\r\nHost: a\0\r\n\r\n', 'a control character'],
    ['\n', 'an LF without a CR before it'],
    ['\x16\x03\x01\x02\x00\x01', 'a control character'],
  ])('refuses %j', (sent, detail) => {
    const expected = { state: 'error', error: { code: 'request_malformed', detail } };
    expect(request(whole(latin1(sent)))).toEqual(expected);
    expect(request(singly(latin1(sent)))).toEqual(expected);
  });

  it('does without Host in HTTP/1.0', () => {
    expect(request(whole(latin1('GET http://a/ HTTP/1.0\r\n\r\n')))).toMatchObject({ state: 'head' });
  });

  it('reads the next head where the last one and its body ended', () => {
    const reader = createRequestHeadReader({ limit: LIMIT });
    const first = reader.push(latin1('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHo'));
    expect(first).toMatchObject({ state: 'head', head: { target: '/1' } });
    expect(reader.push(first.state === 'head' ? first.rest : latin1(''))).toEqual({ state: 'more' });
    expect(reader.push(latin1('st: b\r\n\r\n'))).toMatchObject({
      state: 'head',
      head: { target: '/2', headers: [['Host', 'b']] },
      bytes: 'GET /2 HTTP/1.1\r\nHost: b\r\n\r\n'.length,
    });
  });

  it('repeats an error whatever comes after it', () => {
    const reader = createRequestHeadReader({ limit: LIMIT });
    const refused = reader.push(latin1('?\n'));
    expect(refused).toMatchObject({ state: 'error' });
    expect(reader.push(latin1('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))).toEqual(refused);
  });
});

describe('response heads', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nA: b\r\n\r\nrest', { status: 200, reason: 'OK', minor: 1, headers: [['A', 'b']] }, 'rest'],
    ['HTTP/1.0 204\r\n\r\n', { status: 204, reason: '', minor: 0, headers: [] }, ''],
    // RFC 9112 §5.1: space before the colon is removed from responses.
    ['HTTP/1.1 200 OK\r\nA : b\r\n\r\n', { status: 200, reason: 'OK', minor: 1, headers: [['A', 'b']] }, ''],
  ])('reads %j', (sent, head, rest) => {
    const expected = { state: 'head', head, rest: latin1(rest), bytes: sent.length - rest.length };
    expect(response(whole(latin1(sent)))).toEqual(expected);
    expect(response(singly(latin1(sent)))).toEqual(expected);
  });

  it.each([
    ['\r\nHTTP/1.1 200 OK\r\n\r\n', 'the status line is not HTTP/1.1 and a three-digit status'],
    ['<html>\r\n', 'the status line is not HTTP/1.1 and a three-digit status'],
    ['HTTP/1.1 200 OK\n\n', 'an LF without a CR before it'],
    ['HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', 'a header line begins with white space'],
  ])('refuses %j', (sent, detail) => {
    const expected = { state: 'error', error: { code: 'response_malformed', detail } };
    expect(response(whole(latin1(sent)))).toEqual(expected);
    expect(response(singly(latin1(sent)))).toEqual(expected);
  });
});

describe('limits', () => {
  const line = 'GET / HTTP/1.1\r\nHost: a\r\n';
  const padded = (length: number): Buffer => latin1(`${line}X: ${'x'.repeat(length - line.length - 7)}\r\n\r\n`);

  it('takes a head of exactly the limit, and not one octet more', () => {
    const error = { code: 'request_head_too_large', detail: 'more than 1024 octets' };
    for (const pieces of [whole, singly]) {
      expect(request(pieces(padded(LIMIT)))).toMatchObject({ state: 'head', bytes: LIMIT });
      expect(request(pieces(padded(LIMIT + 1)))).toEqual({ state: 'error', error });
      expect(request(pieces(Buffer.alloc(LIMIT, '\r\n')))).toEqual({ state: 'more' });
      expect(request(pieces(Buffer.alloc(LIMIT + 1, '\r\n')))).toEqual({ state: 'error', error });
    }
    expect(response(whole(Buffer.alloc(LIMIT + 1, 'H')))).toEqual({
      state: 'error',
      error: { code: 'response_head_too_large', detail: 'more than 1024 octets' },
    });
  });

  it('does not count what follows the head', () => {
    const body = Buffer.alloc(LIMIT * 2, 'b');
    expect(request(whole(Buffer.concat([padded(LIMIT), body])))).toMatchObject({ state: 'head', rest: body });
  });

  it('counts header lines', () => {
    const many = latin1(`${line}${'a:b\r\n'.repeat(200)}\r\n`);
    expect(readHead(createRequestHeadReader({ limit: 65536 }), whole(many))).toEqual({
      state: 'error',
      error: { code: 'request_head_too_large', detail: 'more than 200 header lines' },
    });
  });

  // Copying what is held at each octet would move 10^11 octets here and run into the test's time limit.
  it('takes linear time, octet by octet', () => {
    const octets = padded(2 ** 19);
    expect(readHead(createRequestHeadReader({ limit: 2 ** 19 }), singly(octets))).toMatchObject({ state: 'head' });
  });
});

describe('any octets', () => {
  const piece = fc.constantFrom(
    'GET ',
    '/ ',
    'HTTP/1.1',
    '\r\n',
    '\r\n',
    'Host: a',
    'X:',
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
    '\xff',
  );
  const valid = 'GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 4\r\n\r\nbody';

  it('mean the same however they are cut', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat()), (pieces, places) => {
        const octets = latin1(pieces.join(''));
        expect(request(cutAt(octets, places))).toEqual(request(whole(octets)));
        expect(response(cutAt(octets, places))).toEqual(response(whole(octets)));
      }),
      { numRuns: 500 },
    );
  });

  it('mean the same however they are cut, one octet beside a good request', () => {
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.nat(255), fc.array(fc.nat()), (at, octet, places) => {
        const octets = latin1(valid);
        octets[at] = octet;
        const result = request(whole(octets));
        expect(request(cutAt(octets, places))).toEqual(result);
        expect(request(singly(octets))).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });
});
