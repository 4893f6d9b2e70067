/** Answers in which another one may hide, or whose end two recipients would see in two places. */
import { answers, brokenAnswer, CHUNKED, get, got, OK, type Row } from '../row.ts';
import { LENGTHS } from './smuggling.ts';

export const ANSWER_SMUGGLING_ROWS: readonly Row[] = [
  ...LENGTHS.map(([how, value]) =>
    brokenAnswer(
      `an answer with a length ${how}`,
      'RFC 9112 §6.3 rule 5',
      'A proxy must close, discard the answer and send 502.',
      `HTTP/1.1 200 OK\r\nContent-Length: ${value}\r\n\r\nok`,
    ),
  ),
  brokenAnswer(
    'an answer with Transfer-Encoding in HTTP/1.0',
    'RFC 9112 §6.1',
    'Must be treated as if the framing were faulty.',
    `HTTP/1.0 200 OK\r\n${CHUNKED}\r\n0\r\n\r\n`,
  ),
  brokenAnswer(
    'an answer in another coding',
    'RFC 9112 §6.1',
    'A coding that was not asked for with TE must not be sent.',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
  ),
  brokenAnswer(
    'an answer with LF line ends',
    'RFC 9112 §2.2',
    'May be accepted.',
    'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
  ),
  brokenAnswer(
    'NUL in an answer',
    'RFC 9110 §5.5',
    'Must be refused, or read as a space.',
    'HTTP/1.1 200 OK\r\nA: \0\r\n\r\n',
  ),
  brokenAnswer('an answer of another version', 'RFC 9110 §6.2', 'Is not HTTP/1.1.', 'HTTP/3.0 200 OK\r\n\r\n'),
  brokenAnswer('a status of four digits', 'RFC 9112 §4', 'Three digits stand there.', 'HTTP/1.1 2000 OK\r\n\r\n'),
  {
    ...brokenAnswer(
      'an answer whose head is too large',
      'RFC 9110 §15.6.3',
      'There is no limit; 502 says that the answer could not be used.',
      `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(70_000)}\r\n\r\n`,
    ),
    gets: { status: 502, code: 'response_head_too_large' },
  },
  brokenAnswer(
    'an answer whose first chunk is broken',
    'RFC 9112 §7.1, §8',
    'Must not be made to look whole.',
    `HTTP/1.1 200 OK\r\n${CHUNKED}\r\nzz\r\n`,
  ),
  {
    name: 'an answer behind the answer',
    rfc: 'RFC 9112 §9.2, §6.3',
    says: 'What follows a complete answer that nobody asked for must not be taken for another answer.',
    does: 'Drops it and closes the origin’s connection.',
    client: get() + get('', '/2'),
    origin: answers(`${OK}HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse`),
    seen: got() + got('', '/2'),
    gets: OK + OK,
    afterwards: 'open',
  },
  {
    name: 'an answer to HEAD with a body',
    rfc: 'RFC 9112 §6.3 rule 1',
    says: 'An answer to HEAD ends with its head; a body that follows anyway is none of it.',
    does: 'Drops it and closes the origin’s connection.',
    client: get().replace('GET', 'HEAD') + get('', '/2'),
    origin: answers(OK),
    seen: got().replace('GET', 'HEAD') + got('', '/2'),
    gets: `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${OK}`,
    afterwards: 'open',
  },
];
