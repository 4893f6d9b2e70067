/** Messages that two recipients could read in two ways, and what is large but allowed. */
import { answers, get, got, MALFORMED, OK, post, type Row } from '../row.ts';

const BROKEN_ANSWER = { status: 502, code: 'response_malformed' } as const;
const LARGE = `A: ${'a'.repeat(30_000)}\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const TWO_LENGTHS = 'Content-Length: 2\r\nContent-Length: 2\r\n';

const refused = (name: string, rfc: string, says: string, client: string, does = 'Answers 400 and closes.'): Row => ({
  name,
  rfc,
  says,
  does,
  client,
  gets: MALFORMED,
  afterwards: 'closed',
});

const brokenAnswer = (name: string, rfc: string, says: string, origin: string): Row => ({
  name,
  rfc,
  says,
  does: 'Answers 502; the origin’s connection is closed, the client’s is as good as before.',
  client: get(),
  origin: answers(origin),
  seen: got(),
  gets: BROKEN_ANSWER,
  afterwards: 'open',
});

/** A body that turns out to be broken when its head has already been forwarded. */
const brokenChunk = (name: string, rfc: string, says: string, body: string): Row => ({
  name,
  rfc,
  says,
  does: 'Answers 400 and closes; the origin gets no end of the body.',
  client: post(CHUNKED, body),
  origin: [],
  seen: `POST / HTTP/1.1\r\nHost: {origin}\r\n${CHUNKED}\r\n`,
  gets: MALFORMED,
  afterwards: 'closed',
});

export const MALFORMED_ROWS: readonly Row[] = [
  {
    name: 'a large head',
    rfc: 'RFC 9110 §5.4',
    says: 'There is no limit; a server that has one answers 4xx beyond it.',
    does: 'Takes 32 KiB.',
    client: get(LARGE),
    seen: got(LARGE),
    gets: OK,
    afterwards: 'open',
  },
  {
    name: 'a head that is too large',
    rfc: 'RFC 6585 §5',
    says: '431 says that the fields are too large.',
    does: 'As it says, and closes.',
    client: get(LARGE + LARGE),
    gets: { status: 431, code: 'request_head_too_large' },
    afterwards: 'closed',
  },
  {
    name: 'octets above 7F in a field',
    rfc: 'RFC 9110 §5.5',
    says: 'They are opaque data.',
    does: 'Passes them on, both ways.',
    client: get('A: \x80\xff\r\n'),
    origin: answers('HTTP/1.1 200 \xe9\r\nB: \x80\xff\r\nContent-Length: 2\r\n\r\nok'),
    seen: got('A: \x80\xff\r\n'),
    gets: 'HTTP/1.1 200 \xe9\r\nB: \x80\xff\r\nContent-Length: 2\r\n\r\nok',
    afterwards: 'open',
  },
  {
    name: 'repeated and unknown fields',
    rfc: 'RFC 9110 §5.3',
    says: 'A proxy must not change their order, and must forward what it does not know.',
    does: 'Passes them on with their order, case and repetition.',
    client: get('x: 1\r\nY: 2\r\nX:3\r\n'),
    seen: got('x: 1\r\nY: 2\r\nX: 3\r\n'),
    gets: OK,
    afterwards: 'open',
  },
  refused(
    'Content-Length and Transfer-Encoding',
    'RFC 9112 §6.1',
    'May be refused, or read by Transfer-Encoding; the connection must close.',
    post(`Content-Length: 3\r\n${CHUNKED}`, '0\r\n\r\n'),
  ),
  refused('two lengths', 'RFC 9112 §6.3 rule 5', 'Must be answered 400.', post(TWO_LENGTHS.replace('2', '3'), 'hi')),
  refused('two equal lengths', 'RFC 9110 §8.6', 'May be refused, or read as one.', post(TWO_LENGTHS, 'hi')),
  refused(
    'Transfer-Encoding in HTTP/1.0',
    'RFC 9112 §6.1',
    'Must be treated as if the framing were faulty.',
    post(CHUNKED, '0\r\n\r\n').replace('HTTP/1.1', 'HTTP/1.0'),
  ),
  {
    name: 'another transfer coding',
    rfc: 'RFC 9112 §6.1',
    says: 'Should be answered 501.',
    does: 'As it says, and closes.',
    client: post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
    gets: { status: 501, code: 'request_unsupported' },
    afterwards: 'closed',
  },
  refused('a folded line', 'RFC 9112 §5.2', 'Must be answered 400, or unfolded.', get('A: 1\r\n 2\r\n')),
  refused(
    'white space before the first field',
    'RFC 9112 §2.2',
    'Must be refused, or ignored.',
    get().replace('Host', ' Host'),
  ),
  refused('white space before a colon', 'RFC 9112 §5.1', 'Must be answered 400.', get('A : 1\r\n')),
  refused('an LF without CR', 'RFC 9112 §2.2', 'May be taken for a line end.', get('A: 1\nB: 2\r\n')),
  refused('a CR without LF', 'RFC 9112 §2.2', 'Must be invalid, or read as a space.', get('A: 1\rB: 2\r\n')),
  refused('NUL in a field', 'RFC 9110 §5.5', 'Must be refused, or read as a space.', get('A: 1\0\r\n')),
  refused('a field name that is no token', 'RFC 9110 §5.1', 'Field names are tokens.', get('A(b): 1\r\n')),
  refused(
    'two spaces in the request line',
    'RFC 9112 §3',
    'A line that cannot be read should be answered 400.',
    get().replace('GET ', 'GET  '),
  ),
  brokenChunk(
    'a chunk size that is no number',
    'RFC 9112 §7.1',
    'Sizes are hexadecimal digits.',
    '0x2\r\nhi\r\n0\r\n\r\n',
  ),
  brokenChunk(
    'a chunk size beyond all numbers',
    'RFC 9112 §7.1',
    'Recipients must anticipate large numbers and not overflow.',
    'fffffffffffffffff\r\nhi',
  ),
  brokenChunk(
    'chunk extensions without end',
    'RFC 9112 §7.1.1',
    'Recipients should limit their length and answer 4xx.',
    `2;${'a'.repeat(300)}\r\nhi\r\n0\r\n\r\n`,
  ),
  brokenChunk(
    'a chunk size behind a space',
    'RFC 9112 §7.1',
    'Nothing may stand before the size.',
    ' 2\r\nhi\r\n0\r\n\r\n',
  ),
  brokenAnswer('an answer that is no HTTP', 'RFC 9112 §4', 'Has no status line.', 'SSH-2.0-x\r\n\r\n'),
  brokenAnswer(
    'an answer with both framings',
    'RFC 9112 §6.3 rule 3',
    'Ought to be handled as an error.',
    `HTTP/1.1 200 OK\r\nContent-Length: 5\r\n${CHUNKED}\r\n0\r\n\r\n`,
  ),
  brokenAnswer(
    'an answer with two lengths',
    'RFC 9112 §6.3 rule 5',
    'A proxy must close, discard the answer and send 502.',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok',
  ),
  brokenAnswer(
    'an answer with a folded line',
    'RFC 9112 §5.2',
    'A proxy must send 502 in its place, or unfold it.',
    'HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\nContent-Length: 2\r\n\r\nok',
  ),
  {
    name: 'white space before a colon in an answer',
    rfc: 'RFC 9112 §5.1',
    says: 'A proxy must remove it.',
    does: 'As it says.',
    client: get(),
    origin: answers('HTTP/1.1 200 OK\r\nA : 1\r\nContent-Length: 2\r\n\r\nok'),
    seen: got(),
    gets: 'HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 2\r\n\r\nok',
    afterwards: 'open',
  },
];
