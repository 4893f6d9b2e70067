import type { ErrorCode } from '@atlantic/contract/errors.ts';
import type { ResponseHead } from '@atlantic/wire/http-head.ts';
import { describe, expect, it } from 'vitest';
import { readSigns, refusalOf } from './proxy-signs.ts';

const answer = (status: number, ...headers: [string, string][]): ResponseHead => ({
  status,
  reason: '',
  minor: 1,
  headers,
});
const squid = (status: number, error: string) =>
  answer(status, ['Server', 'squid/5.7'], ['X-Squid-Error', error], ['Via', '1.1 localhost (squid/5.7)']);
const tinyproxy = (status: number) => answer(status, ['Server', 'tinyproxy/1.11.1'], ['Connection', 'close']);

describe('a proxy’s own answer', () => {
  // The heads of Squid 5.7 and tinyproxy 1.11.1 are those that the programs sent.
  it.each<[what: string, head: ResponseHead, code: ErrorCode]>([
    ['a 407', answer(407), 'upstream_proxy_unauthorized'],
    ['a question for credentials', answer(401, ['Proxy-Authenticate', 'Basic']), 'upstream_proxy_unauthorized'],
    ['Squid, for a closed port', squid(503, 'ERR_CONNECT_FAIL 111'), 'connection_refused'],
    ['Squid, for no route', squid(503, 'ERR_CONNECT_FAIL 113'), 'destination_unroutable'],
    ['Squid, for no answer', squid(504, 'ERR_CONNECT_FAIL 110'), 'connection_timeout'],
    ['Squid, for another error', squid(503, 'ERR_CONNECT_FAIL 9'), 'upstream_proxy_failed'],
    ['Squid, for an unknown name', squid(503, 'ERR_DNS_FAIL 0'), 'dns_error'],
    ['Squid, for a rule', squid(403, 'ERR_ACCESS_DENIED 0'), 'upstream_proxy_denied'],
    ['Squid, for a broken answer', squid(502, 'ERR_READ_ERROR 0'), 'connection_terminated'],
    ['Squid, for an empty answer', squid(502, 'ERR_ZERO_SIZE_OBJECT 0'), 'connection_terminated'],
    ['Squid, for itself', squid(500, 'ERR_CANNOT_FORWARD 0'), 'upstream_proxy_failed'],
    ['Squid, for an error page of its operator', squid(500, 'MY_PAGE 0'), 'upstream_proxy_failed'],
    ['tinyproxy, that could not connect', tinyproxy(500), 'upstream_proxy_failed'],
    ['tinyproxy, for a wrong password', tinyproxy(401), 'upstream_proxy_unauthorized'],
    ['tinyproxy, for a filter', tinyproxy(403), 'upstream_proxy_denied'],
    ['Proxy-Status', answer(502, ['Proxy-Status', 'near;error=connection_timeout']), 'connection_timeout'],
    ['Proxy-Status, unknown', answer(502, ['Proxy-Status', 'near;error=proxy_loop_detected']), 'upstream_proxy_failed'],
  ])('is known by %s', (_what, head, code) => {
    const error = readSigns(head);
    expect(error).toMatchObject({
      code,
      source: 'upstream',
      detail: expect.stringContaining(`status was ${head.status}`),
    });
  });

  it('shows where the sign stood and none of the proxy’s words', () => {
    const detail = readSigns(squid(503, 'ERR_SECRET_WORDS 0'))?.detail;
    expect(detail).toBe('The upstream proxy says so itself: its status was 503 (X-Squid-Error).');
  });
});

describe('a target’s own answer', () => {
  it.each<[what: string, head: ResponseHead]>([
    ['a 401', answer(401, ['WWW-Authenticate', 'Basic'])],
    ['a 403', answer(403, ['Server', 'nginx'])],
    ['a 502 by way of a proxy', answer(502, ['Via', '1.1 localhost (squid/5.7)'], ['X-Cache', 'MISS from localhost'])],
    ['a 503', answer(503, ['Retry-After', '1'])],
    ['an error that the nearest proxy has only passed on', answer(502, ['Proxy-Status', 'cdn;error=dns_error, near'])],
    ['a page that speaks of Squid and is well', answer(200, ['X-Squid-Error', 'ERR_DNS_FAIL 0'])],
    ['a page by tinyproxy that is well', tinyproxy(200)],
    ['a redirect', answer(302, ['Proxy-Authenticate', 'Basic'])],
  ])('passes: %s', (_what, head) => expect(readSigns(head)).toBeUndefined());
});

it('takes every status of CONNECT for what it says of the proxy', () => {
  expect(refusalOf(200)).toBeUndefined();
  expect(refusalOf(204)).toBeUndefined();
  expect([407, 401, 404, 502, 100, 301].map((status) => refusalOf(status)?.code)).toEqual([
    'upstream_proxy_unauthorized',
    'upstream_proxy_unauthorized',
    'upstream_proxy_denied',
    'upstream_proxy_failed',
    'upstream_proxy_failed',
    'upstream_proxy_failed',
  ]);
});
