import { expect, it } from 'vitest';
import { closes, lengthOf, refusalOf, statusOf } from './answer-head.ts';

const HEAD = [
  'HTTP/1.1 429 Too Many Requests',
  'Proxy-Status: atlantic; error=http_request_denied; details=quota_exceeded',
  'Retry-After: 3',
  'content-length: 12',
  'Connection: close',
  '\r\n',
].join('\r\n');

it('reads what a refusal says', () => {
  expect(refusalOf(HEAD)).toEqual({ status: 429, reply: 0, code: 'quota_exceeded', retryAfter: '3' });
  expect([statusOf(HEAD), lengthOf(HEAD), closes(HEAD)]).toEqual([429, 12, true]);
});

it('takes what is missing for nothing', () => {
  const head = 'HTTP/1.1 200 OK\r\n\r\n';
  expect(refusalOf(head)).toEqual({ status: 200, reply: 0, code: '', retryAfter: undefined });
  expect([lengthOf(head), closes(head)]).toEqual([0, false]);
});
