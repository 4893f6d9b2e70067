import type { Framing } from '@atlantic/wire/http-framing.ts';
import type { RequestHead, ResponseHead } from '@atlantic/wire/http-head.ts';
import { formatRequestHead, formatResponseHead } from '@atlantic/wire/http-head-format.ts';
import type { HeaderList } from '@atlantic/wire/http-header.ts';
import { parseAbsolute } from '@atlantic/wire/http-target.ts';
import { describe, expect, it } from 'vitest';
import type { Upstream } from '../upstream/upstream.ts';
import { answerForClient, interimForClient, offersUpgrade, requestForUpstream } from './forward-head.ts';

const ORIGIN: Upstream['http'] = { form: 'origin' };
const WEBSOCKET: HeaderList = [
  ['Connection', 'upgrade'],
  ['Upgrade', 'websocket'],
];
const NONE: Framing = { kind: 'none' };

/** The octets that leave for the next hop, as lines. */
function sent(
  uri: string,
  options: {
    headers?: HeaderList;
    method?: string;
    minor?: 0 | 1;
    framing?: Framing;
    http?: Upstream['http'];
    keep?: boolean;
  } = {},
): string[] {
  const { headers = [], method = 'GET', minor = 1, framing = NONE, http = ORIGIN, keep = false } = options;
  const target = parseAbsolute(uri, method);
  if (!target) throw new Error('not a target');
  const head = requestForUpstream({ head: { method, target: uri, minor, headers }, target, framing, http, keep });
  return formatRequestHead(head).toString('latin1').split('\r\n').slice(0, -2);
}

describe('the request for the next hop', () => {
  it('names the target in origin form, its host made from the target', () => {
    expect(sent('http://Example.com:8080/a?b', { headers: [['Host', 'elsewhere']] })).toEqual([
      'GET /a?b HTTP/1.1',
      'Host: example.com:8080',
      'Connection: close',
    ]);
  });

  it('names it in absolute form to a proxy, with what that proxy needs to know us', () => {
    const http: Upstream['http'] = {
      form: 'absolute',
      headers: [['Proxy-Authorization', 'Basic b3Vycw==']],
      readAnswer: () => undefined,
    };
    expect(sent('http://[::1]:80/x', { http, headers: [['Proxy-Authorization', 'Basic dGhlaXJz']] })).toEqual([
      'GET http://[::1]/x HTTP/1.1',
      'Host: [::1]',
      'Connection: close',
      'Proxy-Authorization: Basic b3Vycw==',
    ]);
  });

  it('says nothing of closing where the connection is wanted again', () => {
    expect(sent('http://h/', { keep: true, headers: [['Connection', 'close']] })).toEqual([
      'GET / HTTP/1.1',
      'Host: h',
    ]);
  });

  it('asks about the whole server in either form', () => {
    expect(sent('http://h', { method: 'OPTIONS' })[0]).toBe('OPTIONS * HTTP/1.1');
    const http: Upstream['http'] = { form: 'absolute', headers: [], readAnswer: () => undefined };
    expect(sent('http://h', { method: 'OPTIONS', http })[0]).toBe('OPTIONS http://h HTTP/1.1');
  });

  it('keeps end-to-end headers as they are and drops those of this hop, named ones too', () => {
    const headers: HeaderList = [
      ['X-Kept', 'a'],
      ['x-kept', 'b'],
      ['Connection', 'keep-alive, X-Dropped'],
      ['X-Dropped', 'c'],
      ['Keep-Alive', 'timeout=5'],
      ['Proxy-Connection', 'keep-alive'],
      ['TE', 'trailers'],
      ['Proxy-Authorization', 'Basic secret'],
      ['Cookie', 'd'],
    ];
    expect(sent('http://h/', { headers }).slice(2)).toEqual([
      'X-Kept: a',
      'x-kept: b',
      'Cookie: d',
      'Connection: close',
    ]);
  });

  it('frames the body as it will be written', () => {
    const length = { kind: 'length', length: 3 } as const;
    expect(sent('http://h/', { framing: length, headers: [['Content-Length', '3']] })).toContain('Content-Length: 3');
    const chunked = sent('http://h/', { framing: { kind: 'chunked' }, headers: [['Transfer-Encoding', 'chunked']] });
    expect(chunked.filter((line) => line === 'Transfer-Encoding: chunked')).toHaveLength(1);
  });

  it.each<[says: string, headers: HeaderList, minor: 0 | 1, offered: boolean]>([
    ['offers an upgrade that Connection names', WEBSOCKET, 1, true],
    ['offers none that Connection does not name', [['Upgrade', 'websocket']], 1, false],
    ['offers none without a protocol', [['Connection', 'Upgrade']], 1, false],
    ['offers none for HTTP/1.0', WEBSOCKET, 0, false],
  ])('%s', (_says, headers, minor, offered) => {
    const head: RequestHead = { method: 'GET', target: 'http://h/', minor, headers };
    expect(offersUpgrade(head)).toBe(offered);
    const lines = sent('http://h/', { headers, minor });
    expect(lines.includes('Connection: Upgrade')).toBe(offered);
    expect(lines.includes('Upgrade: websocket')).toBe(offered);
    expect(lines.includes('Connection: close')).toBe(!offered);
  });
});

const answer = (headers: HeaderList = [], status = 200): ResponseHead => ({
  status,
  reason: 'Fine',
  minor: 1,
  headers,
});
const LENGTH: Framing = { kind: 'length', length: 5 };

describe('the answer for the client', () => {
  it.each<[minor: 0 | 1, keepAlive: boolean, framing: Framing, chunked: boolean, persistent: boolean]>([
    [1, true, LENGTH, false, true],
    [1, true, NONE, false, true],
    [1, true, { kind: 'chunked' }, true, true],
    [1, true, { kind: 'close' }, true, true],
    [1, false, LENGTH, false, false],
    [1, false, { kind: 'close' }, true, false],
    [0, true, LENGTH, false, false],
    [0, true, { kind: 'chunked' }, false, false],
    [0, true, { kind: 'close' }, false, false],
  ])('to HTTP/1.%s, keep-alive %s, of a body framed by %o', (minor, keepAlive, framing, chunked, persistent) => {
    const made = answerForClient(answer(), framing, { minor, keepAlive });
    expect([made.chunked, made.persistent]).toEqual([chunked, persistent]);
    const names = made.head.headers.map((field) => field.join(': '));
    expect(names.includes('Transfer-Encoding: chunked')).toBe(chunked);
    expect(names.includes('Connection: close')).toBe(!persistent);
  });

  it('keeps status, reason and end-to-end headers, and speaks as HTTP/1.1', () => {
    const headers: HeaderList = [
      ['Set-Cookie', 'a'],
      ['Set-Cookie', 'b'],
      ['Connection', 'close, X-Hop'],
      ['X-Hop', 'c'],
      ['Proxy-Authenticate', 'Basic'],
      ['Content-Length', '5'],
    ];
    const { head } = answerForClient({ ...answer(headers, 418), minor: 0 }, LENGTH, { minor: 1, keepAlive: true });
    expect(formatResponseHead(head).toString()).toBe(
      'HTTP/1.1 418 Fine\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 5\r\n\r\n',
    );
  });

  it('keeps what an interim answer says, and the upgrade of a 101 alone', () => {
    const headers: HeaderList = [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Link', '<a>'],
    ];
    expect(interimForClient(answer(headers, 103)).headers).toEqual([['Link', '<a>']]);
    expect(interimForClient(answer(headers, 101)).headers).toEqual([
      ['Link', '<a>'],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
    ]);
  });
});
