/** Messages in which another one may hide: framings that two recipients read differently. Of clients. */
import { CHUNKED, get, got, OK, post, type Row, refused } from '../row.ts';

/** A request for an account that the client has no right to speak for, as it would stand in a body. */
const HIDDEN = 'GET /admin HTTP/1.1\r\nHost: {origin}\r\n\r\n';
const SHORT = 'GET /admin HTTP/1.1\r\n\r\n';
const HEAD_SEEN = (fields: string) => `POST / HTTP/1.1\r\nHost: {origin}\r\n${fields}\r\n`;

const unsupported = (name: string, rfc: string, says: string, client: string): Row => ({
  ...refused(name, rfc, says, client, 'Answers 501 and closes.'),
  gets: { status: 501, code: 'request_unsupported' },
});

/** A body that turns out to be broken when its head has been forwarded. */
const broken = (name: string, rfc: string, says: string, body: string): Row => ({
  ...refused(name, rfc, says, post(CHUNKED, body), 'Answers 400 and closes; the origin gets no end of the body.'),
  origin: [],
  seen: HEAD_SEEN(CHUNKED),
});

/** Lengths that some recipients take for a number, and others for another number or none. */
export const LENGTHS = [
  ['with a sign', '+2'],
  ['with a minus', '-2'],
  ['as a list', '2, 2'],
  ['as two numbers', '2 3'],
  ['in hexadecimal', '0x2'],
  ['with a point', '2.0'],
  ['that is empty', ''],
  ['beyond 2^53', '9007199254740993'],
] as const;

/** Fields that some recipients take for Transfer-Encoding: chunked. */
const CODINGS = [
  ['with a prefix', 'Transfer-Encoding: xchunked\r\n'],
  ['in quotes', 'Transfer-Encoding: "chunked"\r\n'],
  ['with a parameter', 'Transfer-Encoding: chunked;q=1\r\n'],
  ['that is not last', 'Transfer-Encoding: chunked, identity\r\n'],
  ['that is empty', 'Transfer-Encoding:\r\n'],
  ['folded', 'Transfer-Encoding:\r\n chunked\r\n'],
  ['with a space before the colon', 'Transfer-Encoding : chunked\r\n'],
  ['with a tab before the colon', 'Transfer-Encoding\t: chunked\r\n'],
  ['with a vertical tab', 'Transfer-Encoding: \x0bchunked\r\n'],
  ['behind a bare LF', 'A: 1\nTransfer-Encoding: chunked\r\n'],
  ['behind a bare CR', 'A: 1\rTransfer-Encoding: chunked\r\n'],
  ['behind a NUL', 'A: 1\0\r\nTransfer-Encoding: chunked\r\n'],
] as const;

const REQUEST_ROWS: readonly Row[] = [
  ...LENGTHS.map(([how, value]) =>
    refused(
      `a length ${how}`,
      'RFC 9112 §6.3 rule 5',
      'An invalid Content-Length must be answered 400, and the connection closed.',
      post(`Content-Length: ${value}\r\n`, HIDDEN),
    ),
  ),
  ...CODINGS.map(([how, lines]) =>
    refused(
      `chunked ${how}`,
      'RFC 9112 §5, §6.1',
      'Is not the coding `chunked`, or no field line; where the end of a body is not known, 400.',
      post(lines, `0\r\n\r\n${HIDDEN}`),
    ),
  ),
  unsupported(
    'chunked behind identity',
    'RFC 9112 §6.1',
    '`identity` is no coding any more: 501.',
    post('Transfer-Encoding: identity, chunked\r\n', `0\r\n\r\n${HIDDEN}`),
  ),
  refused(
    'chunked twice',
    'RFC 9112 §6.1',
    'A sender must not apply chunked more than once.',
    post(CHUNKED.repeat(2), `0\r\n\r\n${HIDDEN}`),
  ),
  {
    name: 'chunked in capitals',
    rfc: 'RFC 9110 §16.3.1',
    says: 'Names of codings are case-insensitive.',
    does: 'Reads it as chunked, and writes it in small letters.',
    client: post('transfer-ENCODING: CHUNKED\r\n', '2\r\nhi\r\n0\r\n\r\n'),
    origin: [{ after: '0\r\n\r\n', send: OK }],
    seen: `${HEAD_SEEN(CHUNKED)}2\r\nhi\r\n0\r\n\r\n`,
    gets: OK,
    afterwards: 'open',
  },
  {
    name: 'Transfer-Encoding that Connection names',
    rfc: 'RFC 9110 §7.6.1, RFC 9112 §6.1',
    says: 'Transfer-Encoding is hop by hop already; the body’s end does not depend on it being listed.',
    does: 'Frames the body anew.',
    client: post(`Connection: transfer-encoding\r\n${CHUNKED}`, '2\r\nhi\r\n0\r\n\r\n'),
    origin: [{ after: '0\r\n\r\n', send: OK }],
    seen: `${HEAD_SEEN(CHUNKED)}2\r\nhi\r\n0\r\n\r\n`,
    gets: OK,
    afterwards: 'open',
  },
  {
    name: 'a request inside the body of a GET',
    rfc: 'RFC 9110 §9.3.1',
    says: 'A body of a GET has no meaning, and servers that do not read it take it for the next request.',
    does: 'Forwards it as a body, with the length that frames it, on a connection that carries nothing else.',
    client: `${get(`Content-Length: ${SHORT.length}\r\n`)}${SHORT}`,
    seen: `${got(`Content-Length: ${SHORT.length}\r\n`)}${SHORT}`,
    origin: [{ after: SHORT, send: OK }],
    gets: OK,
    afterwards: 'open',
  },
];

const CHUNK_ROWS: readonly Row[] = [
  broken(
    'a chunk size with a sign',
    'RFC 9112 §7.1',
    'Sizes are hexadecimal digits.',
    `+2\r\nhi\r\n0\r\n\r\n${HIDDEN}`,
  ),
  broken('a chunk size with an underscore', 'RFC 9112 §7.1', 'The same.', `0_2\r\nhi\r\n0\r\n\r\n${HIDDEN}`),
  broken('a chunk without a size', 'RFC 9112 §7.1', 'There is at least one digit.', `;a\r\nhi\r\n0\r\n\r\n${HIDDEN}`),
  broken('a chunk size behind which only LF stands', 'RFC 9112 §7.1', 'Lines end with CRLF.', '2\nhi\r\n0\r\n\r\n'),
  broken('LF in a chunk extension', 'RFC 9112 §7.1.1', 'An extension is tokens or a quoted string.', '2;a\nhi\r\n'),
  broken('CR in a chunk extension', 'RFC 9112 §7.1.1', 'The same.', '2;a\rhi\r\n'),
  broken('NUL in a chunk extension', 'RFC 9112 §7.1.1', 'The same.', '2;a\0\r\nhi\r\n0\r\n\r\n'),
  broken(
    'chunk data that is longer than its size',
    'RFC 9112 §7.1',
    'CRLF stands behind the data.',
    `2\r\nhiho\r\n0\r\n\r\n${HIDDEN}`,
  ),
  broken(
    'chunk data behind which only LF stands',
    'RFC 9112 §7.1',
    'CRLF stands behind the data.',
    `2\r\nhi\n0\r\n\r\n${HIDDEN}`,
  ),
  broken('a folded trailer', 'RFC 9112 §5.2', 'Must be refused.', '0\r\nT: 1\r\n 2\r\n\r\n'),
  broken('a trailer that is a request line', 'RFC 9112 §7.1.2', 'Trailers are field lines.', `0\r\n${HIDDEN}`),
  broken('white space before the colon of a trailer', 'RFC 9112 §5.1', 'Must be refused.', '0\r\nT : 1\r\n\r\n'),
];

const LINE_ROWS: readonly Row[] = [
  refused('a tab in the request line', 'RFC 9112 §3', 'Single spaces stand there.', get().replace('GET ', 'GET\t')),
  refused('NUL in the target', 'RFC 9112 §3', 'Is no character of a URI.', get('', '/\0')),
  refused('a request line that ends with LF', 'RFC 9112 §2.2', 'May be accepted.', get().replace('1.1\r', '1.1')),
  refused('a request line that begins with a space', 'RFC 9112 §3', 'A method stands there.', ` ${get()}`),
  refused(
    'a request line without a version',
    'RFC 9112 §3',
    'HTTP/0.9 is no version any more.',
    'GET http://h/\r\n\r\n',
  ),
  refused('the version in small letters', 'RFC 9112 §2.3', 'Is case-sensitive.', get().replace('HTTP', 'http')),
  refused('a field line without a colon', 'RFC 9112 §5', 'Is none.', get('Content-Length\r\n')),
  refused('a field without a name', 'RFC 9112 §5', 'A name has at least one character.', get(': 1\r\n')),
  {
    name: '201 field lines',
    rfc: 'RFC 6585 §5',
    says: '431 says that there are too many fields.',
    does: 'Takes 200, answers 431 beyond them and closes.',
    client: get('A: 1\r\n'.repeat(201)),
    gets: { status: 431, code: 'request_head_too_large' },
    afterwards: 'closed',
  },
  {
    name: 'CONNECT that disagrees with Host',
    rfc: 'RFC 9110 §7.2, RFC 9112 §3.2',
    says: 'A proxy uses the target and ignores Host.',
    does: 'As it says: routes, target rules and the upstream proxy see the target.',
    client: 'CONNECT {origin} HTTP/1.1\r\nHost: elsewhere.example:99\r\n{auth}\r\n',
    seen: '',
    gets: 'HTTP/1.1 200 Connection established\r\n\r\n',
    afterwards: 'tunnel',
  },
  refused(
    'CONNECT with a chunked body',
    'RFC 9110 §9.3.6',
    'A CONNECT request has no content.',
    `CONNECT {origin} HTTP/1.1\r\nHost: {origin}\r\n{auth}${CHUNKED}\r\n0\r\n\r\n`,
  ),
];

export const SMUGGLING_ROWS: readonly Row[] = [...REQUEST_ROWS, ...CHUNK_ROWS, ...LINE_ROWS];
